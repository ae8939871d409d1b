package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.work.RewardSystem;

/**
 * Goal: a pool whose log is gone for good, with its database kept, comes back by the page {@code docs/operations/backup.md}.
 * No balance falls, the order that was on its way ends paid once, nothing is paid before an operator has looked, and new
 * blocks pay.
 *
 * <p>Method: kill -9 with a payment signed and unconfirmed, every byte of the broker deleted, the same commands as on the
 * page. What was paid is read from the chain. Two minutes for what is hoped never to happen: part of {@code ./pool test
 * --long}.
 */
@Execution(ExecutionMode.CONCURRENT)
final class NewLogE2E {

    private static final String BLOCK_BITS = "1f00ffff";
    private static final String DIFFICULTY = "2^-24";
    private static final double HASHES_PER_SECOND = 12_000;
    private static final int MINERS = 2;
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final Pattern NAME = Pattern.compile("database\\.new-log=(\\S+) is set");

    private static final Map<String, String> PAYMENTS = Map.of(
            "PAYOUT_SCHEMES_BLOCKS", "1",
            "PAYOUT_PAYMENT_LOOKEVERY", "1s",
            "PAYOUT_PAYMENT_GATHER", "1s",
            "PAYOUT_PAYMENT_PAUSE", "5s",
            "PAYOUT_TICKEVERY", "500ms");

    private final String miner =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
    private final String elsewhere =
            new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();

    @Test
    void aPoolWhoseLogIsGoneForGoodGoesOnByAnOperatorsWord(@TempDir Path dir) {
        assumeThat(Boolean.getBoolean("pool.long")).as("./pool test --long").isTrue();
        Path data = dir.resolve("pool");
        int offset = RunningPool.freeOffset(12_000);
        try (LabNode node = LabNode.start(dir, BLOCK_BITS)) {
            PgBooks.Money before;
            long sharesBefore;
            try (RunningPool pool = start(data, offset, node);
                    Fleet fleet = mine(pool, 1)) {
                MoneyStory story = new MoneyStory(pool, List.of(node.rpc()), elsewhere);
                awaitBlocks(story, 3);
                fleet.miners().forEach(each -> each.throttle(0));
                story.awaitSplit();
                story.mature();
                RunningPool.await("a payment on its way", SOON, () -> inState(pool, "BROADCAST") == 1);
                before = new PgBooks(pool).money();
                sharesBefore = shares(pool);
                pool.process().killWithChildren();
            }
            assertThat(before.reserved()).isPositive();
            delete(data.resolve("kafka"));
            delete(dir.resolve("pool.screen"));

            String name = refuses(data, offset, node, before);
            try (RunningPool pool = start(data, offset, node, "--new-log", name)) {
                MoneyStory story = new MoneyStory(pool, List.of(node.rpc()), elsewhere);
                RunningPool.await(
                        "the books to begin on it", SOON, () -> alarms(pool).contains("these books go on"));
                assertThat(shares(pool)).as("shares in the books").isEqualTo(sharesBefore);
                story.awaitWhileConfirming(
                        "the order on its way to be paid",
                        () -> arrived(node) == before.reserved()
                                && new PgBooks(pool).money().paid() == before.reserved());
                theLogIsTheOldOnesNoMore(pool, sharesBefore);
                try (Fleet fleet = mine(pool, 2)) {
                    awaitBlocks(story, 2);
                    fleet.miners().forEach(each -> each.throttle(0));
                    story.awaitSplit();
                    story.mature();
                }
                assertThat(arrived(node)).as("nothing is paid on an alarm").isEqualTo(before.reserved());
                new AdminCommands(pool).send("accounting", "resume-payouts", "note=checked");
                story.awaitWhileConfirming(
                        "the new blocks to be paid", () -> arrived(node) > before.reserved() && story.isQuiet());
                story.assertPaidOnChain(miner);
                story.assertBooksFit(arrived(node));
                System.out.println(before + " when the log was lost; now " + new PgBooks(pool).money());
            }
        }
    }

    /** Started as always on an empty broker, nothing is read, told, handed out or paid, and the log names the way on. */
    private String refuses(Path data, int offset, LabNode node, PgBooks.Money before) {
        Path screen = data.resolveSibling("refused.screen");
        List<String> arguments = new ArrayList<>(List.of(
                "up", "--data", data.toString(), "--port-offset", String.valueOf(offset), "--node", node.url()));
        try (JavaProcess process = JavaProcess.start(
                new JavaProcess.Launch("thunderpool.standalone.Standalone", arguments, PAYMENTS, screen))) {
            Matcher[] found = new Matcher[1];
            RunningPool.await("the log to be refused", SOON, () -> {
                process.requireAlive();
                found[0] = NAME.matcher(process.said());
                return found[0].find();
            });
            String name = found[0].group(1);
            RunningPool.await("every service to refuse it", SOON, () -> count(process.said(), "ANOTHER LOG") == 4);
            assertThat(process.said()).doesNotContain("Thunder Pool is up");
            assertThat(arrived(node)).isLessThanOrEqualTo(before.reserved());
            process.killWithChildren();
            return name;
        }
    }

    /** What stands on the new log is new: no share is in the books twice. */
    private static void theLogIsTheOldOnesNoMore(RunningPool pool, long sharesBefore) {
        assertThat(ShareLog.submitted(pool).values()).allMatch(end -> end == 0);
        assertThat(shares(pool)).isEqualTo(sharesBefore);
    }

    private static int count(String text, String part) {
        return Arrays.stream(text.split("\\R"))
                .mapToInt(line -> line.contains(part) ? 1 : 0)
                .sum();
    }

    private static RunningPool start(Path data, int offset, LabNode node, String... more) {
        List<String> options =
                new ArrayList<>(List.of("--node", node.url(), "--vardiff", "off", "--difficulty", DIFFICULTY));
        options.addAll(List.of(more));
        return RunningPool.start(data, offset, PAYMENTS, options.toArray(String[]::new));
    }

    private Fleet mine(RunningPool pool, long seed) {
        List<MinerSettings> miners = new ArrayList<>();
        for (int i = 0; i < MINERS; i++) {
            miners.add(MinerSettings.of(miner + ".rig" + i, HASHES_PER_SECOND, seed * 100 + i));
        }
        return Fleet.start(pool.stratum(3333), miners);
    }

    private static void awaitBlocks(MoneyStory story, int more) {
        int target = story.blocks("FOUND").size() + story.blocks("MATURED").size() + more;
        RunningPool.await(
                more + " more blocks",
                SOON,
                () -> story.blocks("FOUND").size() + story.blocks("MATURED").size() >= target);
    }

    private static int inState(RunningPool pool, String state) {
        int count = 0;
        for (var payout : pool.api("payouts")) {
            count += payout.path("state").asString().equals(state) ? 1 : 0;
        }
        return count;
    }

    private static long shares(RunningPool pool) {
        return new PgBooks(pool).contributions(RewardSystem.PPLNS.code()).shares();
    }

    private static String alarms(RunningPool pool) {
        return String.join("; ", new PgBooks(pool).alarms());
    }

    private long arrived(LabNode node) {
        String script =
                node.rpc().call("validateaddress", miner).path("scriptPubKey").asString();
        return node.rpc().payments(script, 1).stream()
                .mapToLong(NodeRpc.Coin::sats)
                .sum();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
