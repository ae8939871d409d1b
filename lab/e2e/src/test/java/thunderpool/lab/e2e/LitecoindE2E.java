package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.work.Algorithm;
import tools.jackson.databind.JsonNode;

/**
 * Goal: the same story against software we did not write: two connected litecoind, scrypt, their own wallets. Below the
 * height at which regtest's extension blocks begin. Skipped where litecoind is not installed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class LitecoindE2E {

    private static final Path PROGRAM = Path.of("/usr/bin/litecoind");
    private static final int MWEB_HEIGHT = 432;

    /** Every second hash is a block here. */
    private static final double HASHES_PER_SECOND = 1;

    @Test
    void scryptMinersArePaidByALitecoinNodeAndAnOrphanPaysNobody(@TempDir Path dir) throws IOException {
        assumeThat(PROGRAM).as("litecoind is installed").isExecutable();
        try (CoreNodes nodes = CoreNodes.start(PROGRAM, dir, "-mempoolreplacement=1")) {
            nodes.wallet(0, "pool");
            NodeRpc wallet = nodes.wallet(1, "miner");
            List<String> miners = List.of(
                    wallet.call("getnewaddress", "", "bech32").asString(),
                    wallet.call("getnewaddress", "", "p2sh-segwit").asString(),
                    wallet.call("getnewaddress", "", "legacy").asString());
            String nobody = nodes.wallet(1, "elsewhere").call("getnewaddress").asString();
            // Alone with the genesis block a node believes to be behind, and gives nobody a template.
            nodes.rpc(1).call("generatetoaddress", 1, nobody);
            try (RunningPool pool = RunningPool.start(
                    dir.resolve("pool"),
                    RunningPool.freeOffset(9_500),
                    MoneyStory.PAYS_SOON,
                    "--chain",
                    "litecoin-regtest",
                    "--node",
                    nodes.url(0),
                    "--node",
                    nodes.url(1))) {
                mineAndBePaid(new MoneyStory(pool, List.of(nodes.rpc(0), nodes.rpc(1)), nobody), miners, wallet);
            }
        }
    }

    private static void mineAndBePaid(MoneyStory story, List<String> miners, NodeRpc wallet) {
        List<MinerSettings> rigs = miners.stream()
                .map(address -> MinerSettings.of(address + ".rig", HASHES_PER_SECOND, address.hashCode())
                        .withAlgorithm(Algorithm.SCRYPT))
                .toList();
        story.mine(rigs, () -> story.blocks("FOUND").size() >= 8);
        JsonNode orphan = story.reorganizeNewestAway();
        story.mature();
        long received = story.awaitPaidInto(wallet, miners);
        assertThat(story.node().height()).isLessThan(MWEB_HEIGHT);
        System.out.println("litecoind: " + story.blocks("MATURED").size() + " scrypt blocks matured, " + received
                + " litoshi in the miners' wallet, nothing of orphan "
                + orphan.path("blockId").asString() + ", height " + story.node().height());
    }
}
