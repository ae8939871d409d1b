package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import tools.jackson.databind.JsonNode;

/**
 * Goal: any one machine may go, and the guarantee holds to the share, no block stays at home, and miners have work again
 * within seconds.
 *
 * <p>Method: a {@link Cluster} under a steady fleet; one fault after the other, each with the time until all is as before.
 * One of each kind dies by default, and one gateway is rolled; {@code -Dpool.long=true} ({@code ./pool test --long}) runs
 * the whole table, which is printed as docs/operations/high-availability.md shows it. Skipped where HAProxy is not
 * installed; the partition between gateway and broker needs network namespaces, which only root has.
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

    /** What these bits mean: 0x00ffff, 28 bytes up. */
    private static final BigInteger BLOCK_TARGET = BigInteger.valueOf(0xffff).shiftLeft(8 * (0x1f - 3));

    private static final int MINERS = 16;
    private static final double HASHES_PER_SECOND = 200;
    /** Of the others one is enough for what comes after, and every start costs a slow machine seconds. */
    private static final Set<String> ALWAYS_BACK = Set.of("gateway", "validator", "dashboard");

    /** What a roll is compared with: as long as most of them take. */
    private static final Duration UNTOUCHED = Duration.ofSeconds(LONG ? 30 : 10);

    /** What the set back database has forgotten: credits, statements and blocks. */
    private static final Duration BACK_BY = Duration.ofSeconds(20);

    /** Blocks every few seconds. */
    private static final double HASHES_IN_HASTE = 2_000;

    private static final Map<String, String> QUICK_PAYMENTS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    private final String address =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();

    @Test
    void whicheverOneIsLostNobodyLosesAShare(@TempDir Path dir) {
        assumeThat(FrontProxy.PROGRAM).as("haproxy is installed").isExecutable();
        Refusals refusals = new Refusals();
        try (Cluster cluster = new Cluster(dir, BLOCK_BITS, DIFFICULTY, QUICK_PAYMENTS, LONG);
                Fleet fleet = Fleet.start(cluster.pool().stratum(cluster.front()), miners(), 1_000, refusals)) {
            Scene scene = new Scene(
                    cluster,
                    fleet,
                    refusals,
                    new ShareGuarantee(cluster.pool(), Map.of(RewardSystem.PPLNS, fleet), WORK));
            scene.guarantee().awaitAccepted(500);
            List<String> all = cluster.names();
            (LONG ? all : List.of("gateway", "validator", "template", "accounting", "payout", "dashboard"))
                    .forEach(name -> kill(scene, name));
            away(scene, "broker", LONG ? 30 : 8, () -> cluster.pool().process().freeze());
            away(scene, "database", LONG ? 60 : 8, () -> cluster.pool()
                    .process()
                    .freezeChildren());
            scene.spread();
            rollGateway(scene, "gateway", "gateway2");
            if (LONG) {
                rollGateway(scene, "gateway2", "gateway");
                all.stream().filter(name -> !name.startsWith("gateway")).forEach(scene::roll);
                cluster.remoteMachine().ifPresent(machine -> partition(scene, machine));
                longerThanAShareMayWait(scene);
                databaseGoesBack(scene);
            }
            Set<Hash256> home = assertBlocksWentHome(scene, Set.of());
            oneNodeIsLost(scene);
            String seen = scene.guarantee().check().toString();
            assertBlocksWentHome(scene, home);
            System.out.println(scene.table());
            System.out.println("one after the other under a steady load: " + seen + "; refused: " + refusals.now());
        }
    }

    private List<MinerSettings> miners() {
        return IntStream.range(0, MINERS)
                .mapToObj(i -> MinerSettings.of(address + ".w" + i % 4, HASHES_PER_SECOND, 900 + i))
                .toList();
    }

    private static void kill(Scene scene, String name) {
        RunningPool.ServiceProcess service = scene.cluster().service(name);
        boolean alone = name.equals("dashboard");
        String what = "kill -9 of " + name + (alone ? ", the only one, started again at once" : "");
        double seconds = scene.fault(what, () -> {
            service.process().kill();
            if (alone) {
                service.process().startAgain();
            }
        });
        scene.measured(what, seconds, "");
        if (LONG || ALWAYS_BACK.contains(name)) {
            if (!alone) {
                service.process().startAgain();
            }
            service.awaitReady();
        }
    }

    /** Its miners go on at the other one under their extranonce1, and nothing is refused but what a new tip made stale. */
    private static void rollGateway(Scene scene, String name, String other) {
        RunningPool.ServiceProcess stays = scene.cluster().service(other);
        System.out.println("nothing happens: " + RefusedOverTime.of(scene, () -> scene.steady(UNTOUCHED)));
        List<String> extranonces = scene.extranonces();
        long moving = scene.served(name);
        long resumed = resumedFromElsewhere(stays);
        RefusedOverTime meanwhile = RefusedOverTime.of(scene, () -> scene.roll(name));
        long moved = resumedFromElsewhere(stays) - resumed;
        System.out.println("of " + moving + " sessions of " + name + " " + moved + " went on at " + other
                + "; meanwhile, of all miners: " + meanwhile);
        assertThat(moving).as("sessions of " + name).isPositive();
        assertThat(scene.extranonces()).as("each miner's extranonce1").isEqualTo(extranonces);
        assertThat(moved).as("sessions resumed").isGreaterThanOrEqualTo(moving);
        assertThat(meanwhile.refused().keySet()).isSubsetOf(Set.of(Rejection.STALE.text()));
    }

    private static long resumedFromElsewhere(RunningPool.ServiceProcess gateway) {
        return gateway.metric("thunderpool_gateway_sessions_resumed_total", "from=\"elsewhere\"");
    }

    private static void away(Scene scene, String what, int seconds, Runnable freeze) {
        freeze.run();
        scene.steady(Duration.ofSeconds(seconds));
        String fault = what + " away for " + seconds + " s, from its return";
        scene.measured(
                fault, scene.fault(fault, () -> scene.cluster().pool().process().thaw()), "");
    }

    /** By then shares under way have an unknown fate, every connection ended and both gateways are unready. */
    private static void longerThanAShareMayWait(Scene scene) {
        away(scene, "broker", 60, () -> scene.cluster().pool().process().freeze());
        for (String name : List.of("gateway", "gateway2")) {
            scene.cluster().service(name).awaitReady();
        }
    }

    /** Whoever remembers more than the database ends by itself; started again, it goes on from what database and log say. */
    private static void databaseGoesBack(Scene scene) {
        EarlierDatabase earlier = EarlierDatabase.of(scene.cluster().pool());
        scene.steady(BACK_BY);
        List<RunningPool.ServiceProcess> withDatabase = scene.cluster().names().stream()
                .filter(name -> !name.startsWith("gateway") && !name.startsWith("validator"))
                .map(scene.cluster()::service)
                .toList();
        String what = "database set back by " + BACK_BY.toSeconds() + " s under all services";
        double seconds = scene.fault(what, () -> {
            earlier.takesOver();
            withDatabase.forEach(service -> {
                assertThat(service.process().awaitEnd()).isEqualTo(75);
                assertThat(service.process().said()).contains("DATABASE WENT BACK");
                service.process().startAgain();
            });
            withDatabase.forEach(RunningPool.ServiceProcess::awaitReady);
        });
        scene.measured(what, seconds, "");
        // Whoever pays has compared log, wallet and books by then.
        Scene.await("one payout-service to lead", () -> payouts(scene).anyMatch(HighAvailabilityE2E::leads));
        scene.steady(Duration.ofSeconds(5));
        for (String payout : List.of("payout", "payout2")) {
            assertThat(scene.cluster().service(payout).process().said())
                    .as("payments that nobody ordered")
                    .doesNotContain("UNKNOWN_PAYMENT");
        }
    }

    private static Stream<RunningPool.ServiceProcess> payouts(Scene scene) {
        return Stream.of("payout", "payout2").map(scene.cluster()::service);
    }

    private static boolean leads(RunningPool.ServiceProcess payout) {
        return payout.metric("thunderpool_lease_held", "") == 1;
    }

    /** One gateway and the broker hear nothing of each other, while the proxy, miners and template-services reach both. */
    private static void partition(Scene scene, RemoteMachine machine) {
        scene.spread();
        RunningPool.ServiceProcess lonely = scene.cluster().service("gateway2");
        long home = home(lonely);
        int busy = scene.refusals().of(Rejection.BUSY.text());
        long begun = System.nanoTime();
        machine.cutOffBroker();
        Scene.await("miners to be told that it is busy", () -> scene.refusals().of(Rejection.BUSY.text()) > busy);
        Scene.await("the gateway to be unready", () -> !lonely.isReady());
        double unready = Scene.since(begun);
        scene.fleet().miners().forEach(miner -> miner.throttle(HASHES_IN_HASTE));
        Scene.await("a block found without the log to be brought home", () -> home(lonely) > home);
        scene.fleet().miners().forEach(miner -> miner.throttle(HASHES_PER_SECOND));
        Scene.await("the other gateway to serve everybody", () -> scene.served("gateway") == MINERS);
        double moved = Scene.since(begun);
        String what = "partition between one gateway and the broker, from its end";
        double seconds = scene.fault(what, () -> {
            machine.mend();
            lonely.awaitReady();
        });
        scene.measured(
                what,
                seconds,
                String.format(
                        Locale.ROOT,
                        "; unready after %.1f s of it, its miners all at the other after %.1f s, %d blocks home directly",
                        unready,
                        moved,
                        home(lonely) - home));
        scene.spread();
    }

    private static long home(RunningPool.ServiceProcess gateway) {
        return gateway.metric("thunderpool_gateway_blocks_total", "outcome=\"arrived\",road=\"direct\"");
    }

    /** The one that templates came from; the other must take work over, and blocks. */
    private static void oneNodeIsLost(Scene scene) {
        String what = "the node worked with, of two, for good";
        scene.measured(what, scene.fault(what, scene.cluster()::loseNode), "");
        long blocks = solved(scene).size();
        scene.fleet().miners().forEach(miner -> miner.throttle(HASHES_IN_HASTE));
        Scene.await("a block on the other node's template", () -> solved(scene).size() > blocks);
        scene.fleet().miners().forEach(miner -> miner.throttle(HASHES_PER_SECOND));
    }

    private static Set<Hash256> solved(Scene scene) {
        return ShareLog.read(scene.cluster().pool(), "dashboard", BlockSolved.TOPIC).stream()
                .map(BlockSolved::blockId)
                .collect(Collectors.toSet());
    }

    /**
     * Whatever miners were told true of that solved a block, and whatever came to the log, is known to the node, in its chain or
     * beside it.
     *
     * @param before what another node has that is no more
     * @return all of them
     */
    private static Set<Hash256> assertBlocksWentHome(Scene scene, Set<Hash256> before) {
        Set<Hash256> solved = solved(scene);
        int inLog = solved.size();
        scene.fleet().told().accepted().stream()
                .filter(share -> new BigInteger(share.displayHex(), 16).compareTo(BLOCK_TARGET) <= 0)
                .forEach(solved::add);
        NodeRpc node = scene.cluster().rpc();
        List<String> here = solved.stream()
                .filter(block -> !before.contains(block))
                .map(Hash256::displayHex)
                .toList();
        assertThat(here).as("blocks").isNotEmpty();
        here.forEach(block -> Scene.await("block " + block + " at the node", () -> node.knows(block)));
        long inChain = here.stream().filter(node::isActive).count();
        JsonNode stats = scene.cluster().pool().api("stats");
        assertThat(stats.path("blocksFound").asLong()).isGreaterThanOrEqualTo(inChain);
        System.out.println(here.size() + " blocks solved (" + inLog + " of all in the log), all known to the node, "
                + inChain + " in its chain");
        return solved;
    }
}
