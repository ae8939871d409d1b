package thunderpool.payout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.node.JsonRpcNode;
import thunderpool.node.NodeEndpoint;
import thunderpool.payout.batch.BatchRules;
import thunderpool.payout.memory.MemoryPayoutStore;
import thunderpool.payout.memory.MemoryPayoutStore.Published;
import thunderpool.payout.order.Family;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.saga.PayoutRules;
import thunderpool.payout.saga.Payouts;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.PayoutAnswered.PayoutReserved;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;

/** The saga over a real node and its real wallet: signed, broadcast, replaced, reorganized and settled. */
final class LitecoindIT {

    private static final Chain CHAIN = Chain.LITECOIN_REGTEST;

    private static final PayoutRules RULES = new PayoutRules(
            CHAIN,
            Sats.of(50_000),
            Sats.of(10_000),
            "blocks",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofMinutes(1),
            1,
            6,
            100,
            6,
            2,
            Duration.ofMinutes(1),
            BatchRules.defaults());

    private final MemoryPayoutStore store = new MemoryPayoutStore();
    private final Map<PayoutEvent, List<String>> events = new EnumMap<>(PayoutEvent.class);
    private final Map<Hash256, PayoutSettled> settled = new LinkedHashMap<>();
    private long nowMs = 1_790_000_000_000L;

    @Test
    void paysRealCoinsThroughAReplacementAndAReorganization(@TempDir Path folder) {
        Optional<Path> executable = Litecoind.executable();
        assumeTrue(executable.isPresent(), "SKIPPED: no litecoind on this machine");
        try (Litecoind node = Litecoind.start(executable.orElseThrow(), folder);
                JsonRpcNode rpc = JsonRpcNode.connect(
                        NodeEndpoint.parse("ltc", node.url(), Optional.empty(), Optional.empty()),
                        CHAIN.gbtRules(),
                        new SimpleMeterRegistry())) {
            String pool = node.text("getnewaddress", "\"\",\"bech32\"");
            Script account = Script.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
            node.mine(110, pool);
            Payouts payouts = begin(rpc, account);
            node.mine(2, pool);
            turn(payouts);
            turn(payouts);
            assertThat(events).containsKeys(PayoutEvent.BOUND, PayoutEvent.BROADCAST);
            assertThat(family().attempts()).hasSize(1);

            stayUnconfirmed(node);
            turn(payouts);
            assertThat(events).containsKey(PayoutEvent.REPLACED);
            assertThat(node.call("getrawmempool", ""))
                    .contains(family().newest().txid().displayHex())
                    .doesNotContain(family().id().displayHex());

            node.mine(3, pool);
            turn(payouts);
            assertThat(events).containsKey(PayoutEvent.CONFIRMED);
            String tip = node.text("getbestblockhash", "");
            String lost = node.text("getblockhash", String.valueOf(heightOf(node) - 2));
            node.call("invalidateblock", "\"" + lost + "\"");
            // To another address, or the very block that was declared invalid would be made again.
            node.mine(4, node.text("getnewaddress", "\"\",\"bech32\""));
            assertThat(node.text("getbestblockhash", "")).isNotEqualTo(tip);
            turn(payouts);
            assertThat(events).containsKey(PayoutEvent.REORGANIZED);
            node.mine(6, pool);
            turn(payouts);

            assertThat(settled).hasSize(1);
            assertThat(settled.values()).allMatch(PayoutSettled::paid);
            assertThat(node.call("scantxoutset", "\"start\",[\"raw(" + account.hex() + ")\"]"))
                    .contains("\"total_amount\":0.12345678");
            node.mine(100, pool);
            turn(payouts);
            assertThat(store.<List<Family>>peek(tx -> tx.families().open())).isEmpty();
        }
    }

    private Payouts begin(JsonRpcNode rpc, Script account) {
        Payouts payouts = new Payouts(
                RULES,
                store.term(),
                new NodeChain(CHAIN, rpc, rpc, rpc, rpc),
                (event, about, detail) ->
                        events.computeIfAbsent(event, any -> new ArrayList<>()).add(detail));
        payouts.start(List.of(new Scheme("blocks", 0, 1, 0, "every block")), Optional.empty());
        payouts.tick(nowMs);
        payouts.onBalanceChanged(
                new BalanceChanged(
                        CHAIN.name(), account, 1, Sats.ZERO, Sats.of(12_345_678), Sats.ZERO, Sats.ZERO, "blocks"),
                nowMs);
        return payouts;
    }

    /** Blocks that leave the mempool alone, as when everybody else pays more. */
    private void stayUnconfirmed(Litecoind node) {
        for (int i = 0; i < 2; i++) {
            String reply = node.call("generateblock", "\"" + node.text("getnewaddress", "\"\",\"bech32\"") + "\",[]");
            assertThat(reply).contains("\"error\":null");
        }
    }

    private static int heightOf(Litecoind node) {
        String reply = node.call("getblockcount", "");
        return Integer.parseInt(reply.replaceAll(".*\"result\":(\\d+).*", "$1").strip());
    }

    /** One round, with an accounting that always reserves everything. */
    private void turn(Payouts payouts) {
        nowMs += 120_000;
        payouts.tick(nowMs);
        for (Published<?> record : store.drain()) {
            if (record.value() instanceof PayoutRequested request) {
                payouts.onAnswered(
                        new PayoutReserved(request.orderId(), CHAIN.name(), Sats.of(12_345_678), request.account()),
                        nowMs);
                payouts.onBalanceChanged(
                        new BalanceChanged(
                                CHAIN.name(),
                                request.account(),
                                2,
                                Sats.ZERO,
                                Sats.ZERO,
                                Sats.of(12_345_678),
                                Sats.ZERO,
                                "blocks"),
                        nowMs);
            } else if (record.value() instanceof PayoutSettled end) {
                assertThat(settled.put(end.orderId(), end)).isNull();
            }
        }
    }

    private Family family() {
        return store.peek(tx -> tx.families().open().getLast());
    }
}
