package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.simulator.MinerSettings;
import tools.jackson.databind.JsonNode;

/**
 * Goal: a paid block with Bitcoin Core itself. Two bitcoind, blocks of hundreds of transactions whose fees reach the
 * miners, a node killed under way, an orphan. Tried with 28.1. Skipped where neither the PATH nor {@code -Dpool.bitcoind}
 * has a bitcoind.
 */
@Execution(ExecutionMode.CONCURRENT)
final class BitcoindE2E {

    /** Every second hash is a block here. */
    private static final double HASHES_PER_SECOND = 0.5;

    private static final int TRANSACTIONS = 300;

    /** GetBlockSubsidy of Bitcoin Core's regtest. */
    private static long subsidy(int height) {
        return 5_000_000_000L >> (height / 150);
    }

    @Test
    void minersArePaidByBitcoinCoreWithTheFeesOfFullBlocks(@TempDir Path dir) throws Exception {
        Optional<Path> program = CoreNodes.program("bitcoind");
        assumeThat(program)
                .as("bitcoind is on the PATH or named by -Dpool.bitcoind")
                .isPresent();
        String zmq = "tcp://127.0.0.1:" + CoreNodes.freePort();
        try (CoreNodes nodes = CoreNodes.start(program.orElseThrow(), dir, "-zmqpubhashblock=" + zmq)) {
            nodes.wallet(0, "pool");
            NodeRpc wallet = nodes.wallet(0, "miner");
            NodeRpc others = nodes.wallet(0, "others");
            List<String> miners = new ArrayList<>();
            for (String form : List.of("bech32", "bech32m", "p2sh-segwit", "legacy")) {
                miners.add(wallet.call("getnewaddress", "", form).asString());
            }
            String nobody = others.call("getnewaddress").asString();
            try (RunningPool pool = RunningPool.start(
                    dir.resolve("pool"),
                    RunningPool.freeOffset(11_000),
                    MoneyStory.PAYS_SOON,
                    "--chain",
                    "bitcoin-regtest",
                    "--node",
                    nodes.url(0),
                    "--node",
                    nodes.url(1),
                    "--zmq",
                    zmq)) {
                MoneyStory story = new MoneyStory(pool, List.of(nodes.rpc(0), nodes.rpc(1)), nobody);
                story.mineElsewhere(101);
                send(story, others);
                mineWhileANodeDies(nodes, story, miners);
                JsonNode orphan = story.reorganizeNewestAway();
                story.mature();
                long received = story.awaitPaidInto(wallet, miners);
                long fees = assertFeesAreInTheRewards(story);
                System.out.println("bitcoind: " + story.blocks("MATURED").size() + " blocks matured with " + fees
                        + " satoshi of fees, " + received + " satoshi in the miners' wallet, nothing of orphan "
                        + orphan.path("blockId").asString() + ", height "
                        + story.node().height());
            }
        }
    }

    /** Fills the mempool with payments that do not build on each other. */
    private static void send(MoneyStory story, NodeRpc wallet) {
        Map<String, BigDecimal> coins = new LinkedHashMap<>();
        while (coins.size() < TRANSACTIONS) {
            coins.put(wallet.call("getnewaddress", "", "bech32").asString(), new BigDecimal("0.1"));
        }
        wallet.call("sendmany", "", coins);
        story.mineElsewhere(1);
        String to = wallet.call("getnewaddress", "", "bech32m").asString();
        for (int sent = 0; sent < TRANSACTIONS; sent++) {
            wallet.call("sendtoaddress", to, new BigDecimal("0.05"));
        }
        RunningPool.await("both nodes to have all of them", MoneyStory.SOON, () -> story.nodes().stream()
                .allMatch(node -> node.call("getrawmempool").size() >= TRANSACTIONS));
    }

    private static void mineWhileANodeDies(CoreNodes nodes, MoneyStory story, List<String> miners)
            throws IOException, InterruptedException {
        List<MinerSettings> rigs = miners.stream()
                .map(address -> MinerSettings.of(address + ".rig", HASHES_PER_SECOND, address.hashCode()))
                .toList();
        story.mine(rigs, () -> story.blocks("FOUND").size() >= 4);
        nodes.kill(1);
        int before = story.blocks("FOUND").size();
        story.mine(rigs, () -> story.blocks("FOUND").size() >= before + 4);
        nodes.startAgain(1);
        RunningPool.await(
                "the node that was away to have the blocks",
                MoneyStory.SOON,
                () -> nodes.rpc(1).height() == nodes.rpc(0).height());
    }

    /** What each block's coinbase may claim, by the node's own account of its transactions, is what the pool shared out. */
    private static long assertFeesAreInTheRewards(MoneyStory story) {
        long fees = 0;
        int largest = 0;
        for (JsonNode block : story.blocks("MATURED")) {
            JsonNode onChain =
                    story.node().call("getblock", block.path("blockId").asString(), 2);
            long ofBlock = 0;
            for (JsonNode transaction : onChain.path("tx")) {
                ofBlock += NodeRpc.sats(transaction.path("fee").decimalValue(BigDecimal.ZERO));
            }
            assertThat(block.path("rewardSat").asLong())
                    .isEqualTo(subsidy(onChain.path("height").asInt()) + ofBlock);
            fees += ofBlock;
            largest = Math.max(largest, onChain.path("nTx").asInt());
        }
        assertThat(largest).isGreaterThan(TRANSACTIONS);
        assertThat(fees).isPositive();
        return fees;
    }
}
