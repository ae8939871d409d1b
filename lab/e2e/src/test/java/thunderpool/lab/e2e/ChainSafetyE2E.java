package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.devnode.DevNode;
import thunderpool.lab.devnode.DevNodeConfig;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;

/**
 * Goal: a whole pool on three nodes leaves the one that is alone on its branch, stops work when no two agree, says so, and
 * goes on when they do.
 *
 * <p>Method: nodes cut off from each other under miners at work. {@link ChainSafetyTest} has the many cases.
 */
@Execution(ExecutionMode.CONCURRENT)
final class ChainSafetyE2E {

    private static final long BLOCK_BITS = 0x1f00ffffL;
    private static final Duration SOON = Duration.ofSeconds(40);

    /** One hash in sixteen is a share; a block is not to be expected of so few. */
    private static final String DIFFICULTY = "2^-28";

    private final String address =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();

    @Test
    void workFollowsTheNodesThatAgreeAndStopsWhenNoneDo(@TempDir Path dir) {
        try (DevNode a = node(1);
                DevNode b = node(2);
                DevNode c = node(3)) {
            List.of(b, c).forEach(a::link);
            b.link(c);
            a.mineBlocks(3);
            try (RunningPool pool = RunningPool.start(
                            dir.resolve("pool"),
                            RunningPool.freeOffset(5_750),
                            Map.of("TEMPLATE_CATCHUP", "5s"),
                            "--node",
                            a.rpcUrl().toString(),
                            "--node",
                            b.rpcUrl().toString(),
                            "--node",
                            c.rpcUrl().toString(),
                            "--vardiff",
                            "off",
                            "--difficulty",
                            DIFFICULTY);
                    Fleet fleet = Fleet.start(pool.stratum(3333), miners())) {
                awaitWorkOn(pool, a, "all three");
                awaitShares(fleet);
                oneAloneInFront(pool, List.of(a, b), c);
                noTwoAgree(pool, a, b, c);
                List.of(b, c).forEach(a::link);
                b.link(c);
                awaitWorkOn(pool, c, "the longest branch, when all have it");
                awaitShares(fleet);
            }
        }
    }

    private static DevNode node(int seed) {
        return DevNode.start(
                DevNodeConfig.demo(BLOCK_BITS, 100_000, 20).withClock(InstantSource.system(), new Random(seed)));
    }

    private List<MinerSettings> miners() {
        return IntStream.range(0, 2)
                .mapToObj(i -> MinerSettings.of(address + ".w" + i, 40, 2_100 + i))
                .toList();
    }

    private static void oneAloneInFront(RunningPool pool, List<DevNode> together, DevNode alone) {
        together.forEach(alone::unlink);
        alone.mineBlocks(2);
        long begun = System.nanoTime();
        awaitWorkOn(pool, alone, "the most work, while the others may catch up");
        awaitWorkOn(pool, together.getFirst(), "the two that agree");
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        System.out.println("a node alone in front was left after " + seconds + " s, with 5 s to catch up");
        assertThat(seconds).isBetween(4L, 60L);
        RunningPool.await("the node's problem to be told", SOON, () -> problemOfThird(pool)
                .equals("only 1 of 3 nodes at its tip, needed are 2"));
        assertThat(log(pool)).contains("with the most work, work goes on behind it: ");
    }

    private static String problemOfThird(RunningPool pool) {
        return pool.api("network").path("nodes").path(2).path("problem").asString();
    }

    private static void noTwoAgree(RunningPool pool, DevNode a, DevNode b, DevNode c) {
        a.unlink(b);
        a.mineBlocks(1);
        assertThat(List.of(a.tip(), b.tip(), c.tip())).doesNotHaveDuplicates();
        RunningPool.await("nothing to be served", SOON, () -> !pool.api("network")
                .path("serving")
                .asBoolean(true));
        assertThat(pool.api("network").path("reason").asString()).startsWith("fewer than 2 nodes agree on a tip (");
        RunningPool.await("the gateway to say why it gives nothing new out", SOON, () -> pool.api("services")
                .toString()
                .contains("fewer than 2 nodes agree on a tip"));
    }

    private static void awaitWorkOn(RunningPool pool, DevNode node, String whose) {
        String tip = node.tip().hash();
        RunningPool.await(
                "work on the tip of " + whose,
                SOON,
                () -> pool.api("network").path("serving").asBoolean()
                        && pool.api("jobs/current").path("previous").asString().equals(tip));
    }

    private static void awaitShares(Fleet fleet) {
        int before = fleet.told().acceptedCount();
        RunningPool.await("shares to be accepted", SOON, () -> fleet.told().acceptedCount() > before + 5);
    }

    private static String log(RunningPool pool) {
        try {
            return Files.readString(pool.data().resolve("logs/pool.log"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
