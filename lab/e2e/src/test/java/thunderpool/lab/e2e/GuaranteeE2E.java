package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bitcoinj.base.Address;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.bitcoinj.script.ScriptBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.work.RewardSystem;
import tools.jackson.databind.JsonNode;

/**
 * Goal: every distinct share answered {@code true} is credited exactly once and nothing is credited that was not
 * submitted, whatever dies and whenever, to the share and to the unit of work; and no block's reward is paid twice.
 *
 * <p>Method: miners that really hash and note what they are told, processes killed by kill -9 under their load, then the
 * log and the books read from outside and compared.
 */
@Execution(ExecutionMode.CONCURRENT)
final class GuaranteeE2E {

    /** One hash in sixteen is a share. */
    private static final String DIFFICULTY = "2^-28";

    /** floor(2^256 / (target + 1)) of that difficulty, where target = 0xffff * 2^236. */
    private static final BigInteger WORK = BigInteger.ONE
            .shiftLeft(256)
            .divide(BigInteger.valueOf(0xffff).shiftLeft(236).add(BigInteger.ONE));

    /** About one hash in 65,536 is a block: every few seconds at this load. */
    private static final String BLOCK_BITS = "1f00ffff";

    private static final int MINERS = 12;
    private static final double HASHES_PER_SECOND = 800;
    private static final int BETWEEN_KILLS = 600;
    private static final Duration PAID_WITHIN = Duration.ofMinutes(3);

    /** Payments as fast as the service allows, so that kills meet them. */
    private static final Map<String, String> QUICK_PAYMENTS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    private final Address pplnsAddress = new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST);
    private final Address soloAddress = new ECKey().toAddress(ScriptType.P2PKH, BitcoinNetwork.REGTEST);

    private Fleet fleet(RunningPool pool, int port, Address address, long seed) {
        List<MinerSettings> miners = new ArrayList<>();
        for (int i = 0; i < MINERS; i++) {
            miners.add(MinerSettings.of(address + ".w" + i % 4, HASHES_PER_SECOND, seed + i));
        }
        return Fleet.start(pool.stratum(port), miners);
    }

    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void whateverServiceIsKilledUnderLoadEveryShareToldTrueIsCreditedOnceAndEveryBlockPaidOnce(@TempDir Path dir) {
        try (LabNode node = LabNode.start(dir, BLOCK_BITS);
                RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(5_000),
                        "--node",
                        node.url(),
                        "--vardiff",
                        "off",
                        "--difficulty",
                        DIFFICULTY,
                        "--without",
                        "gateway,validator,accounting,payout");
                var validator = pool.service("validator", "thunderpool.validator.ValidatorApplication", Map.of());
                var accounting = pool.service("accounting", "thunderpool.accounting.AccountingApplication", Map.of());
                var gateway = pool.service("gateway", "thunderpool.gateway.GatewayApplication", Map.of());
                var payout = pool.service("payout", "thunderpool.payout.PayoutApplication", QUICK_PAYMENTS)) {
            for (var service : List.of(validator, accounting, gateway, payout)) {
                service.awaitReady();
            }
            try (Fleet pplns = fleet(pool, 3333, pplnsAddress, 100);
                    Fleet solo = fleet(pool, 3335, soloAddress, 200)) {
                var guarantee =
                        new ShareGuarantee(pool, Map.of(RewardSystem.PPLNS, pplns, RewardSystem.SOLO, solo), WORK);
                guarantee.awaitAccepted(BETWEEN_KILLS);
                gateway.killAndRestart();
                guarantee.awaitAccepted(BETWEEN_KILLS);
                validator.killAndRestart();
                guarantee.awaitAccepted(BETWEEN_KILLS);
                accounting.killAndRestart();
                guarantee.awaitAccepted(BETWEEN_KILLS);
                secondValidatorComesAndDies(pool, guarantee);
                payoutDiesWithOrdersUnderWay(pool, payout, node.rpc());
                guarantee.awaitAccepted(BETWEEN_KILLS);
                pool.crashAndRestart();
                guarantee.awaitAccepted(BETWEEN_KILLS);
                System.out.println("services killed under load: " + guarantee.check());
                System.out.println("money after the kills: " + moneyFits(pool, node.rpc()));
            }
        }
    }

    /** In one thread with the other: both load the processor. */
    @Test
    @Execution(ExecutionMode.SAME_THREAD)
    void theWholeStandaloneKilledUnderLoadKeepsItsPromises(@TempDir Path dir) {
        try (RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(5_000),
                        "--miners",
                        "0",
                        "--vardiff",
                        "off",
                        "--difficulty",
                        DIFFICULTY);
                Fleet pplns = fleet(pool, 3333, pplnsAddress, 300);
                Fleet solo = fleet(pool, 3335, soloAddress, 400)) {
            var guarantee = new ShareGuarantee(pool, Map.of(RewardSystem.PPLNS, pplns, RewardSystem.SOLO, solo), WORK);
            guarantee.awaitAccepted(BETWEEN_KILLS);
            pool.killAndRestart();
            guarantee.awaitAccepted(BETWEEN_KILLS);
            System.out.println("standalone killed under load: " + guarantee.check());
        }
    }

    /** A rebalance under load: partitions go to the second and, when it is killed, come back. */
    private static void secondValidatorComesAndDies(RunningPool pool, ShareGuarantee guarantee) {
        Map<String, String> second =
                Map.of("VALIDATOR_INSTANCE", "validator-2", "SERVER_PORT", String.valueOf(pool.port(8086)));
        try (var joined = pool.service("validator", "thunderpool.validator.ValidatorApplication", second)) {
            joined.awaitReady();
            guarantee.awaitAccepted(BETWEEN_KILLS);
            joined.process().kill();
        }
        guarantee.awaitAccepted(BETWEEN_KILLS);
    }

    /** Blocks mature, orders begin, and the service dies with them, twice. */
    private void payoutDiesWithOrdersUnderWay(RunningPool pool, RunningPool.ServiceProcess payout, NodeRpc node) {
        RunningPool.await(
                "a block of ours", PAID_WITHIN, () -> !pool.api("blocks").isEmpty());
        mineElsewhere(node, 101);
        RunningPool.await("an order", PAID_WITHIN, () -> !pool.api("payouts").isEmpty());
        payout.killAndRestart();
        RunningPool.await("a broadcast payment", PAID_WITHIN, () -> anyPayout(pool, "BROADCAST", "CONFIRMED", "PAID"));
        payout.killAndRestart();
        mineElsewhere(node, 6);
        RunningPool.await("a settled payment", PAID_WITHIN, () -> anyPayout(pool, "PAID"));
    }

    private static boolean anyPayout(RunningPool pool, String... states) {
        for (JsonNode payout : pool.api("payouts")) {
            if (List.of(states).contains(payout.path("state").asString())) {
                return true;
            }
        }
        return false;
    }

    private static void mineElsewhere(NodeRpc node, int blocks) {
        node.call(
                "generatetoaddress",
                blocks,
                new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString());
    }

    /** Everything the chain gave is owed or paid, and what arrived on the chain is what the books call paid. */
    private String moneyFits(RunningPool pool, NodeRpc node) {
        PgBooks books = new PgBooks(pool);
        // No miner works any more: only our own hand ends the story of the last payments.
        RunningPool.await("every order to be settled", PAID_WITHIN, () -> {
            mineElsewhere(node, 1);
            return books.unsplit() == 0 && books.money().reserved() == 0 && nothingOnItsWay(pool);
        });
        PgBooks.Money money = books.money();
        assertThat(money.owned()).as("what is owed and paid").isEqualTo(money.rewards());
        assertThat(books.alarms()).isEmpty();
        long arrived = arrived(node, pplnsAddress) + arrived(node, soloAddress);
        assertThat(money.paid()).isPositive();
        assertThat(arrived).as("satoshi on the chain").isEqualTo(money.paid());
        return money + ", on the chain " + arrived;
    }

    private static boolean nothingOnItsWay(RunningPool pool) {
        for (JsonNode payout : pool.api("payouts")) {
            if (!List.of("PAID", "REFUSED", "RETURNED")
                    .contains(payout.path("state").asString())) {
                return false;
            }
        }
        return true;
    }

    private static long arrived(NodeRpc node, Address address) {
        String script = java.util.HexFormat.of()
                .formatHex(ScriptBuilder.createOutputScript(address).program());
        return node.payments(script, 1).stream().mapToLong(NodeRpc.Coin::sats).sum();
    }
}
