package thunderpool.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL's server process on one data directory, as a child of ours.
 *
 * <p>A shell stands between as a guard: it reads a pipe whose other end is this process, and when the pipe closes,
 * because we were killed, it stops the server in order. Should the guard die too, the next start finds the orphan by
 * its pid file and stops it. The server gets a session of its own, so that Ctrl-C in a terminal reaches the pool first and not
 * the database under it.
 */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
    private static final int STATUS_LINE = 7;

    private static final String GUARD = """
            exec 3<&0
            "$@" </dev/null &
            server=$!
            (read _ <&3; kill -INT $server) &
            guard=$!
            wait $server
            code=$?
            kill $guard
            exit $code
            """;

    private final PostgresBinaries binaries;
    private final PostgresAccount account;
    private final Path dataDir;
    private final Path log;

    Postmaster(PostgresBinaries binaries, PostgresAccount account, Path dataDir, Path log) {
        this.binaries = binaries;
        this.account = account;
        this.dataDir = dataDir;
        this.log = log;
    }

    /** Makes the cluster; its superuser is {@code postgres}. Only scram passwords open it, over TCP alone. */
    void initialize(Path passwordFile) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(List.of(binaries.program("initdb"), "-D", dataDir.toString(), "-U", "postgres"));
        command.addAll(List.of("--pwfile=" + passwordFile, "-A", "scram-sha-256", "-E", "UTF8", "--locale=C"));
        Process process = logged(command).start();
        if (process.waitFor() != 0) {
            throw new IOException("initdb failed:\n" + logTail());
        }
    }

    /** Returns once the server takes connections. */
    Process start(int port, List<String> settings) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (onPath("setsid")) {
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", GUARD, "postgres-guard"));
        command.addAll(serverCommand(port, settings));
        Process process = logged(command).start();
        awaitReady(process);
        return process;
    }

    List<String> serverCommand(int port, List<String> settings) {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(List.of(binaries.program("postgres"), "-D", dataDir.toString(), "-p", Integer.toString(port)));
        command.addAll(List.of("-h", "127.0.0.1", "-k", ""));
        for (String setting : settings) {
            command.addAll(List.of("-c", setting));
        }
        return command;
    }

    /** Ends all sessions, rolls open transactions back, writes a checkpoint, and waits for the end. */
    void stop() throws IOException, InterruptedException {
        if (pgCtlStop("fast") != 0 && running()) {
            LOG.warn("PostgreSQL does not stop in order; stopping it hard, its log recovers at the next start");
            if (pgCtlStop("immediate") != 0 && running()) {
                throw new IOException("PostgreSQL on " + dataDir + " cannot be stopped:\n" + logTail());
            }
        }
    }

    /**
     * Clears the way after a crash of ours. The caller owns the folder's lock, so a server on it is an orphan and is
     * stopped; a pid file whose number now belongs to another program (a reboot, a new container) is removed,
     * because PostgreSQL would take that program for a living server and refuse.
     */
    void removeOrphan() throws IOException, InterruptedException {
        Path pidFile = dataDir.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        if (running()) {
            LOG.warn("PostgreSQL of a killed pool still runs on {}; stopping it before the new one starts", dataDir);
            stop();
        } else {
            Files.deleteIfExists(pidFile);
        }
    }

    /** True when the pid file names a living server of exactly this data directory. */
    boolean running() throws IOException {
        List<String> lines = pidFileLines();
        if (lines.isEmpty()) {
            return false;
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().trim()))
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().commandLine())
                .filter(line -> line.contains("postgres") && line.contains(dataDir.toString()))
                .isPresent();
    }

    private int pgCtlStop(String mode) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(account.prefix());
        command.addAll(List.of(binaries.program("pg_ctl"), "stop", "-D", dataDir.toString(), "-m", mode, "-w", "-t"));
        command.add(Long.toString(STOPPED_WITHIN.toSeconds()));
        return logged(command).start().waitFor();
    }

    private void awaitReady(Process process) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!ready()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("PostgreSQL ended at start:\n" + logTail());
            }
            if (System.nanoTime() > deadline) {
                process.destroy();
                throw new IOException("PostgreSQL is not ready after " + READY_WITHIN + ":\n" + logTail());
            }
        }
    }

    /** The server writes its status into its pid file's last line; pg_ctl waits on the same. */
    private boolean ready() throws IOException {
        List<String> lines = pidFileLines();
        return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).trim().equals("ready");
    }

    private List<String> pidFileLines() throws IOException {
        Path pidFile = dataDir.resolve("postmaster.pid");
        return Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
    }

    private ProcessBuilder logged(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The messages of a server are for operators and searched for: one language, whoever starts it.
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private String logTail() throws IOException {
        if (!Files.exists(log)) {
            return "(no log)";
        }
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private static boolean onPath(String program) {
        String path = System.getenv("PATH");
        if (path == null) {
            return false;
        }
        for (String folder : path.split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
