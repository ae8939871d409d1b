package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.bitcoin.Hash256;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.topics.BlockSolved;
import thunderpool.work.RewardSystem;
import tools.jackson.databind.JsonNode;

/**
 * Goal: any one machine may go, and the guarantee holds to the share, no block stays at home, and miners have work again
 * within seconds.
 *
 * <p>Method: a {@link Cluster} under a steady fleet; one fault after the other, each with the time until all is as before.
 * One fault of each kind runs by default, {@code -Dpool.long=true} ({@code ./pool test --long}) runs the whole table, which
 * is printed as docs/operations/high-availability.md shows it. Skipped where HAProxy is not installed.
 */
@Execution(ExecutionMode.CONCURRENT)
final class HighAvailabilityE2E {

    private static final boolean LONG = Boolean.getBoolean("pool.long");

    /** One hash in sixteen is a share, about one in 65,536 a block. */
    private static final String DIFFICULTY = "2^-28";

    private static final BigInteger WORK = BigInteger.ONE
            .shiftLeft(256)
            .divide(BigInteger.valueOf(0xffff).shiftLeft(236).add(BigInteger.ONE));
    private static final long BLOCK_BITS = 0x1f00ffffL;

    private static final int MINERS = 16;
    private static final double HASHES_PER_SECOND = 200;
    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(3);
    private static final Map<String, String> QUICK_PAYMENTS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    private final List<String> table = new ArrayList<>();
    private final String address =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();

    /** A cluster at work. */
    private record Scene(Cluster cluster, Fleet fleet, ShareGuarantee guarantee) {

        /** Every miner is served, shares are told true, credited and shown. */
        boolean isServedSince(int accepted, long shown) {
            return fleet.authorized() == MINERS && guarantee.accepted() > accepted + MINERS && shown(cluster) > shown;
        }
    }

    @Test
    void whicheverOneIsLostNobodyLosesAShare(@TempDir Path dir) {
        assumeThat(FrontProxy.PROGRAM).as("haproxy is installed").isExecutable();
        try (Cluster cluster = new Cluster(dir, BLOCK_BITS, DIFFICULTY, QUICK_PAYMENTS);
                Fleet fleet = Fleet.start(cluster.pool().stratum(cluster.front()), miners())) {
            Scene scene = new Scene(
                    cluster, fleet, new ShareGuarantee(cluster.pool(), Map.of(RewardSystem.PPLNS, fleet), WORK));
            scene.guarantee.awaitAccepted(500);
            List<String> killed =
                    LONG ? cluster.names() : List.of("gateway", "validator", "template", "accounting", "payout");
            killed.forEach(name -> kill(scene, name));
            away(scene, "broker", LONG ? 30 : 8, () -> cluster.pool().process().freeze());
            away(scene, "database", LONG ? 60 : 8, () -> cluster.pool()
                    .process()
                    .freezeChildren());
            (LONG ? cluster.names() : List.of("gateway", "gateway2")).forEach(name -> roll(scene, name));
            fault(scene, "one of two nodes, for good", cluster::loseSecondNode);
            String seen = scene.guarantee.check().toString();
            assertEveryBlockWentHome(scene);
            System.out.println("| fault | all as before after |\n|---|---|\n" + String.join("\n", table));
            System.out.println("one after the other under a steady load: " + seen);
        }
    }

    private List<MinerSettings> miners() {
        return IntStream.range(0, MINERS)
                .mapToObj(i -> MinerSettings.of(address + ".w" + i % 4, HASHES_PER_SECOND, 900 + i))
                .toList();
    }

    private static long shown(Cluster cluster) {
        return cluster.pool().api("stats").path("sharesAccepted").asLong();
    }

    private void kill(Scene scene, String name) {
        RunningPool.ServiceProcess service = scene.cluster.service(name);
        fault(scene, "kill -9 of " + name, () -> service.process().kill());
        service.process().startAgain();
        service.awaitReady();
    }

    /** As an upgrade does it: SIGTERM, then the new one; the other instance serves meanwhile. */
    private void roll(Scene scene, String name) {
        RunningPool.ServiceProcess service = scene.cluster.service(name);
        int refusedBefore = scene.fleet.told().refusedCount();
        fault(scene, "roll of " + name, () -> {
            service.close();
            service.process().startAgain();
            service.awaitReady();
        });
        if (name.startsWith("gateway")) {
            System.out.println("refused in all while " + name + " was rolled: "
                    + (scene.fleet.told().refusedCount() - refusedBefore));
        }
    }

    private void away(Scene scene, String what, int seconds, Runnable freeze) {
        long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        freeze.run();
        RunningPool.await(
                what + " to be away long enough", Duration.ofSeconds(seconds + 30L), () -> System.nanoTime() > until);
        fault(
                scene,
                what + " away for " + seconds + " s, from its return",
                () -> scene.cluster.pool().process().thaw());
    }

    private void fault(Scene scene, String what, Runnable begin) {
        int accepted = scene.guarantee.accepted();
        long begun = System.nanoTime();
        begin.run();
        int told = scene.guarantee.accepted();
        long shown = shown(scene.cluster);
        RunningPool.await("all as before after: " + what, RECOVERED_WITHIN, () -> scene.isServedSince(told, shown));
        double seconds = (System.nanoTime() - begun) / 1e9;
        table.add("| %s | %.1f s |".formatted(what, seconds));
        System.out.println("%s: all as before after %.1f s, %d shares told true meanwhile"
                .formatted(what, seconds, scene.guarantee.accepted() - accepted)
                .toLowerCase(Locale.ROOT));
    }

    /** What miners submitted and solved a block is known to the node, in the chain or beside it. */
    private static void assertEveryBlockWentHome(Scene scene) {
        List<BlockSolved> solved = ShareLog.read(scene.cluster.pool(), "dashboard", BlockSolved.TOPIC);
        NodeRpc node = scene.cluster.rpc();
        assertThat(solved).isNotEmpty();
        assertThat(solved).extracting(BlockSolved::blockId).allSatisfy(id -> assertThat(node.knows(id.displayHex()))
                .as("block " + id.displayHex() + " at the node")
                .isTrue());
        long inChain = solved.stream()
                .map(BlockSolved::blockId)
                .map(Hash256::displayHex)
                .distinct()
                .filter(node::isActive)
                .count();
        JsonNode stats = scene.cluster.pool().api("stats");
        assertThat(stats.path("blocksFound").asLong()).isGreaterThanOrEqualTo(inChain);
        System.out.println(solved.size() + " blocks solved, all known to the node, " + inChain + " in its chain");
    }
}
