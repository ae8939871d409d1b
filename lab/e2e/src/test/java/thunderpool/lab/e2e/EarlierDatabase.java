package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A pool's database as it was at a moment, to take the place of the one that went on: what a restored backup is, or a replica that
 * lagged behind. The copy is of a frozen server's files, which is what a loss of power leaves.
 */
final class EarlierDatabase {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final String GUARD = "postgres-guard";

    private final JavaProcess pool;
    private final Path data;
    private final Path copy;

    private EarlierDatabase(JavaProcess pool, Path data, Path copy) {
        this.pool = pool;
        this.data = data;
        this.copy = copy;
    }

    /** Copies the files of a pool's own database; miners notice as much as of a slow disk. */
    static EarlierDatabase of(RunningPool pool) {
        Path folder = pool.data().resolve("postgresql");
        EarlierDatabase earlier =
                new EarlierDatabase(pool.process(), folder.resolve("data"), folder.resolve("data.earlier"));
        pool.process().freezeChildren();
        try {
            run("cp", "-a", earlier.data.toString(), earlier.copy.toString());
        } finally {
            pool.process().thaw();
        }
        return earlier;
    }

    /** Kills the server, puts the copy in the place of its files, and starts it on the same port; once. */
    void takesOver() {
        List<String> command = command();
        pool.killChildren();
        run("rm", "-rf", data.toString());
        run("mv", copy.toString(), data.toString());
        // The frozen server's, whose number is nobody's now.
        run("rm", "-f", data.resolve("postmaster.pid").toString());
        begin(command);
        RunningPool.await(
                "the database to be back",
                SOON,
                () -> Files.exists(data.resolve("postmaster.pid"))
                        && read(data.resolve("postmaster.pid")).contains("ready"));
    }

    /** As the pool's own guard of the server was told it: with what makes root somebody else, which PostgreSQL demands. */
    private List<String> command() {
        return pool.childrenSaid()
                .filter(words -> words.contains(GUARD))
                .map(words -> words.subList(words.indexOf(GUARD) + 1, words.size()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the pool has no database of its own"));
    }

    private void begin(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling("postgres.log").toFile()))
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
