package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.bitcoin.Hash256;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.topics.Judgement;
import thunderpool.work.RewardSystem;

/**
 * Goal: a pool of which nothing is left is made again from a backup that was taken while it ran. No share that was told
 * {@code true} before the backup began is missing, and nobody is paid again what the chain has paid since.
 *
 * <p>Method: the operator's own scripts against a pool under load on a node that lives on; then every byte of the pool is
 * deleted. What was paid is read from the chain.
 */
final class BackupE2E {

    private static final String BLOCK_BITS = "1f00ffff";
    private static final String DIFFICULTY = "2^-24";
    private static final double HASHES_PER_SECOND = 12_000;
    private static final int MINERS = 3;
    private static final Duration SOON = Duration.ofMinutes(2);

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

    /** Of a block on regtest, less the fee, about. */
    private static final long BLOCK_SATS = 4_900_000_000L;

    @Test
    void aPoolOfWhichNothingIsLeftComesBackFromABackupAndPaysNobodyTwice(@TempDir Path dir) {
        Path data = dir.resolve("pool");
        Path backup = dir.resolve("backup");
        int offset = RunningPool.freeOffset(9_500);
        try (LabNode node = LabNode.start(dir, BLOCK_BITS)) {
            Set<Hash256> promised;
            long paidAtBackup;
            try (RunningPool pool = start(data, offset, node);
                    Fleet fleet = mine(pool, 1)) {
                MoneyStory story = new MoneyStory(pool, List.of(node.rpc()), elsewhere);
                awaitBlocks(story, 3);
                payAll(story, fleet, 0);
                paidAtBackup = arrived(node);
                fleet.miners().forEach(each -> each.throttle(HASHES_PER_SECOND));
                awaitBlocks(story, 2);

                promised = new HashSet<>(fleet.told().accepted());
                say(run(dir, "backup.sh", data, backup));
                awaitBlocks(story, 1);
                payAll(story, fleet, paidAtBackup);
                pool.process().killWithChildren();
            }
            long paidAtTheEnd = arrived(node);
            assertThat(paidAtTheEnd).as("paid behind the backup").isGreaterThan(paidAtBackup);
            delete(data);
            delete(dir.resolve("pool.screen"));

            say(run(dir, "restore.sh", backup, data));
            long startedAt = System.nanoTime();
            try (RunningPool pool = start(data, offset, node)) {
                System.out.printf("up again %.1f s after the restore%n", (System.nanoTime() - startedAt) / 1e9);
                assertThat(credited(pool)).as("promised before the backup").containsAll(promised);
                paysNothingBeforeSomebodyHasSaidWhatWasPaid(pool, node, paidAtTheEnd);
                new AdminCommands(pool).send("payout", "adopt-payment", "all=true");
                try (Fleet fleet = mine(pool, 2)) {
                    MoneyStory story = new MoneyStory(pool, List.of(node.rpc()), elsewhere);
                    goOn(story, fleet, paidAtTheEnd);
                    System.out.println(promised.size() + " shares told true before the backup are credited; "
                            + paidAtBackup + " sat paid before it, " + paidAtTheEnd + " before the end, "
                            + arrived(node)
                            + " now; the books say " + new PgBooks(pool).money());
                }
            }
        }
    }

    private static RunningPool start(Path data, int offset, LabNode node) {
        return RunningPool.start(
                data, offset, PAYMENTS, "--node", node.url(), "--vardiff", "off", "--difficulty", DIFFICULTY);
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

    /** Miners rest, what they found matures, and more than this has arrived. */
    private void payAll(MoneyStory story, Fleet fleet, long paidBefore) {
        fleet.miners().forEach(each -> each.throttle(0));
        story.awaitSplit();
        story.mature();
        story.awaitWhileConfirming("a payment to be settled", () -> story.paid(miner) > paidBefore && story.isQuiet());
    }

    private void paysNothingBeforeSomebodyHasSaidWhatWasPaid(RunningPool pool, LabNode node, long paid) {
        RunningPool.await("the halt to be seen", SOON, () -> metrics(pool).contains("alarm=\"unknown_payment\"} 1.0"));
        // The books of the backup owe what was paid since, and blocks come: an unguarded service would pay here.
        node.rpc().call("generatetoaddress", 8, elsewhere);
        double rounds = lastRound(pool) + 5;
        RunningPool.await("five seconds of rounds", SOON, () -> lastRound(pool) >= rounds);
        node.rpc().call("generatetoaddress", 1, elsewhere);
        assertThat(arrived(node)).isEqualTo(paid);
        assertThat(new PgBooks(pool).alarms()).isEmpty();
    }

    /** Books catch up with the chain, and the next payment is a new one. */
    private void goOn(MoneyStory story, Fleet fleet, long paidBefore) {
        // What was paid behind the backup is earned again first. A slow machine had found more blocks by then than were
        // waited for.
        long again = paidBefore - new PgBooks(story.pool()).money().paid();
        awaitBlocks(story, (int) (again / BLOCK_SATS) + 3);
        fleet.miners().forEach(each -> each.throttle(0));
        story.awaitSplit();
        story.mineElsewhere(100);
        story.awaitWhileConfirming("what was paid to be booked, and more", () -> {
            if (waitsForABlock(story)) {
                story.mineElsewhere(1);
            }
            return story.paid(miner) > paidBefore && story.isQuiet();
        });
        PgBooks books = new PgBooks(story.pool());
        assertThat(books.money().paid()).as("booked").isEqualTo(arrived(story));
        assertThat(books.money().owned()).isEqualTo(books.money().rewards());
        assertThat(books.alarms()).isEmpty();
    }

    /** What was booked as paid counts as a payment, and the next one is due a block later. */
    private boolean waitsForABlock(MoneyStory story) {
        return story.pool().api("miners/" + miner).at("/nextPayment/blocksLeft").asInt(0) > 0;
    }

    private Set<Hash256> credited(RunningPool pool) {
        Set<Hash256> credited = new HashSet<>();
        RunningPool.await("the books to have folded the log", SOON, () -> {
            List<Hash256> all = new ArrayList<>();
            for (Judgement judgement : ShareLog.read(pool, "dashboard", Judgement.TOPIC)) {
                if (judgement instanceof Judgement.ShareJudged batch) {
                    batch.shares().stream()
                            .filter(Judgement.Share::isCredited)
                            .forEach(share -> all.add(share.identity()));
                }
            }
            credited.clear();
            credited.addAll(all);
            assertThat(credited).as("each once").hasSameSizeAs(all);
            return new PgBooks(pool).contributions(RewardSystem.PPLNS.code()).shares() == all.size();
        });
        return credited;
    }

    private long arrived(LabNode node) {
        return arrived(node.rpc());
    }

    private long arrived(MoneyStory story) {
        return arrived(story.node());
    }

    private long arrived(NodeRpc node) {
        String script = node.call("validateaddress", miner).path("scriptPubKey").asString();
        return node.payments(script, 1).stream().mapToLong(NodeRpc.Coin::sats).sum();
    }

    /** Unix seconds. */
    private static double lastRound(RunningPool pool) {
        String meter = "thunderpool_payout_last_tick_timestamp_seconds ";
        return metrics(pool)
                .lines()
                .filter(line -> line.startsWith(meter))
                .mapToDouble(line -> Double.parseDouble(line.substring(meter.length())))
                .findFirst()
                .orElse(0);
    }

    private static String metrics(RunningPool pool) {
        URI url = URI.create("http://127.0.0.1:" + pool.port(8085) + "/actuator/prometheus");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    /** One of the operator's scripts. */
    private static String run(Path dir, String script, Path from, Path to) {
        Path output = dir.resolve(script + ".screen");
        try {
            Process process = new ProcessBuilder(scripts().resolve(script).toString(), from.toString(), to.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            String said = Files.readString(output);
            assertThat(code).as(said).isZero();
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted");
        }
    }

    private static Path scripts() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("deploy/backup"))) {
            at = Objects.requireNonNull(at.getParent());
        }
        return at.resolve("deploy/backup");
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

    private static void say(String text) {
        System.out.println(text.strip());
    }
}
