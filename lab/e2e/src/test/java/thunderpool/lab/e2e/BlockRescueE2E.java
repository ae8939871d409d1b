package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
import thunderpool.topics.TemplatePublished;

/**
 * Goal: a submission that meets the network's target becomes a block of the chain though the broker, the database, a
 * template-service or all of them are away, and is accounted once when they are back.
 *
 * <p>Method: gateway, two template-services and the node are processes of their own. The standalone beside them holds the
 * broker and has the database as a child, so SIGSTOP makes either deaf: connections stand, nobody answers, which is
 * harder on a client than a refused connection.
 */
@Execution(ExecutionMode.CONCURRENT)
final class BlockRescueE2E {

    /** One hash in 65,536 is a block: less than a second of the fleet at full speed. */
    private static final String BLOCK_BITS = "1f00ffff";

    private static final int MINERS = 4;
    private static final double RESTING = 0;
    private static final double FULL_SPEED = 40_000;

    /** Mining included. */
    private static final Duration HOME_WITHIN = Duration.ofSeconds(20);

    private static final Duration RECOVERED_WITHIN = Duration.ofSeconds(60);
    private static final Pattern FOUND = Pattern.compile("BLOCK found .*thunderpool\\.block=\"([0-9a-f]{64})\"");

    private final ECKey key = new ECKey();

    /** The pool and what stands beside it. */
    private record Scene(
            RunningPool pool,
            NodeRpc node,
            RunningPool.ServiceProcess gateway,
            RunningPool.ServiceProcess leader,
            RunningPool.ServiceProcess second,
            Fleet fleet) {

        void speed(double hashesPerSecond) {
            fleet.miners().forEach(miner -> miner.throttle(hashesPerSecond / MINERS));
        }

        /** Mines until the chain is longer; the id of the block above {@code height}. */
        String mineBlockAbove(int height) {
            speed(FULL_SPEED);
            RunningPool.await("a block at the node", HOME_WITHIN, () -> node.height() > height);
            speed(RESTING);
            return node.call("getblockhash", height + 1).asString();
        }

        /** Shares are acknowledged again, on top of the newest block. */
        void awaitRecovered() {
            int before = fleet.told().acceptedCount();
            speed(200);
            RunningPool.await(
                    "shares to be acknowledged",
                    RECOVERED_WITHIN,
                    () -> fleet.told().acceptedCount() > before);
            speed(RESTING);
            String tip = node.call("getbestblockhash").asString();
            RunningPool.await(
                    "work on the newest block",
                    RECOVERED_WITHIN,
                    () -> pool.api("network").path("tip").asString().equals(tip)
                            && pool.api("jobs/current")
                                    .path("previous")
                                    .asString()
                                    .equals(tip));
        }

        /** The block is ours, in the chain, and in the books exactly once. */
        void assertAccountedOnce(String blockId) {
            assertThat(fleet.told().submitted()).as("submitted by our miners").contains(Hash256.ofDisplayHex(blockId));
            PgBooks books = new PgBooks(pool);
            RunningPool.await("the block in the books", RECOVERED_WITHIN, () -> books.statesOf(blockId)
                    .equals(List.of("FOUND")));
        }
    }

    @Test
    void blocksGoHomeWhateverIsAway(@TempDir Path dir) {
        try (LabNode node = LabNode.start(dir, BLOCK_BITS);
                RunningPool pool = RunningPool.start(
                        dir.resolve("pool"),
                        RunningPool.freeOffset(6_500),
                        "--node",
                        node.url(),
                        "--vardiff",
                        "off",
                        "--difficulty",
                        "2^-22",
                        "--without",
                        "gateway,template");
                var leader = pool.service("template", "thunderpool.template.TemplateApplication", Map.of())) {
            leader.awaitReady();
            String port = String.valueOf(pool.port(8086));
            try (var second = pool.service(
                            "template",
                            "thunderpool.template.TemplateApplication",
                            Map.of("TEMPLATE_INSTANCE", "template-2", "SERVER_PORT", port));
                    var gateway = pool.service(
                            "gateway",
                            "thunderpool.gateway.GatewayApplication",
                            Map.of("GATEWAY_TEMPLATESERVICES_1", "http://127.0.0.1:" + port))) {
                second.awaitReady();
                gateway.awaitReady();
                try (Fleet fleet = Fleet.start(pool.stratum(3333), miners())) {
                    Scene scene = new Scene(pool, node.rpc(), gateway, leader, second, fleet);
                    scene.awaitRecovered();
                    leaderIsKilledBetweenTemplateAndBlock(scene);
                    onlyTheLocalFileIsLeft(scene);
                    brokerIsAway(scene);
                    databaseIsAway(scene);
                    brokerAndDatabaseAreAway(scene);
                }
            }
            // Three of its services were killed and started again, and each met every store that was away.
            new PoolLog(pool).assertKeepsSecrets();
        }
    }

    private List<MinerSettings> miners() {
        String address =
                key.toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
        return java.util.stream.IntStream.range(0, MINERS)
                .mapToObj(i -> MinerSettings.of(address + ".w" + i, RESTING, 700 + i))
                .toList();
    }

    /** The second one may publish before a slow machine finds the block: then it is tried once more. */
    private static void leaderIsKilledBetweenTemplateAndBlock(Scene scene) {
        for (int attempt = 1; attempt <= 4; attempt++) {
            int height = scene.node.height();
            int template = lastTemplate(scene.pool);
            scene.leader.process().kill();
            String blockId = scene.mineBlockAbove(height);
            scene.leader.process().startAgain();
            scene.leader.awaitReady();
            scene.assertAccountedOnce(blockId);
            List<BlockSolved> solved = ShareLog.read(scene.pool, "dashboard", BlockSolved.TOPIC).stream()
                    .filter(block -> block.blockId().displayHex().equals(blockId))
                    .toList();
            assertThat(solved).hasSize(1);
            if (solved.getFirst().submission().job().templateId() == template) {
                System.out.println(
                        "template-service killed after template " + template + ": its block came home, " + blockId);
                return;
            }
            scene.awaitRecovered();
        }
        throw new AssertionError("no block was found on a template of the killed one");
    }

    private static int lastTemplate(RunningPool pool) {
        return ShareLog.read(pool, "dashboard", TemplatePublished.TOPIC)
                .getLast()
                .template()
                .id();
    }

    /** Nobody is there when the gateway finds a block, and then it dies too: what it wrote to its disk is all there is. */
    private static void onlyTheLocalFileIsLeft(Scene scene) {
        scene.awaitRecovered();
        int height = scene.node.height();
        int foundBefore = found(scene.gateway).size();
        scene.leader.process().kill();
        scene.second.process().kill();
        scene.pool.process().killWithChildren();
        scene.speed(FULL_SPEED);
        RunningPool.await(
                "the gateway to see a block",
                HOME_WITHIN,
                () -> found(scene.gateway).size() > foundBefore);
        scene.speed(RESTING);
        scene.gateway.process().kill();
        String blockId = found(scene.gateway).get(foundBefore);
        assertThat(scene.node.height()).as("nobody could bring it").isEqualTo(height);
        scene.pool.startAgain();
        scene.leader.process().startAgain();
        scene.second.process().startAgain();
        scene.gateway.process().startAgain();
        RunningPool.await("the block of the file at the node", RECOVERED_WITHIN, () -> scene.node.knows(blockId));
        assertThat(scene.node.isActive(blockId)).isTrue();
        scene.gateway.awaitReady();
        scene.assertAccountedOnce(blockId);
        System.out.println("all killed, the gateway last: the block of its local file came home, " + blockId);
    }

    private static List<String> found(RunningPool.ServiceProcess gateway) {
        return FOUND.matcher(gateway.process().said())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void brokerIsAway(Scene scene) {
        awayAndBack(scene, "broker", () -> scene.pool.process().freeze());
    }

    private static void databaseIsAway(Scene scene) {
        awayAndBack(scene, "database", () -> scene.pool.process().freezeChildren());
    }

    private static void brokerAndDatabaseAreAway(Scene scene) {
        awayAndBack(scene, "broker and database", () -> {
            scene.pool.process().freeze();
            scene.pool.process().freezeChildren();
        });
    }

    private static void awayAndBack(Scene scene, String what, Runnable goAway) {
        scene.awaitRecovered();
        int height = scene.node.height();
        goAway.run();
        String blockId;
        long begun = System.nanoTime();
        try {
            blockId = scene.mineBlockAbove(height);
        } finally {
            scene.speed(RESTING);
            scene.pool.process().thaw();
        }
        long ms = (System.nanoTime() - begun) / 1_000_000;
        scene.assertAccountedOnce(blockId);
        System.out.println(what + " away: a block was mined and came home within " + ms + " ms, " + blockId);
    }
}
