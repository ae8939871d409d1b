package thunderpool.lab.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A main of ours as a process of its own, which a test may kill, freeze and start again. */
final class JavaProcess implements AutoCloseable {

    /** Class path of an earlier version, which everything is started by first; empty as a rule. See {@link UpgradeE2E}. */
    static final String PREVIOUS = System.getProperty("pool.previous", "");

    private static final String CURRENT = System.getProperty("java.class.path");

    /**
     * What is started.
     *
     * @param environment added to our own
     * @param output where it prints, appended
     * @param within a command that runs ours in another place, in the same process; as a rule empty
     */
    record Launch(
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            Path output,
            List<String> within) {

        Launch(String mainClass, List<String> arguments, Map<String, String> environment, Path output) {
            this(mainClass, arguments, environment, output, List.of());
        }
    }

    private final Launch launch;
    private String classPath = PREVIOUS.isEmpty() ? CURRENT : PREVIOUS + File.pathSeparator + ownFolder();
    private Process process;

    private JavaProcess(Launch launch) {
        this.launch = launch;
        this.process = begin();
    }

    /** Where the tests' log settings are, which no jar of a service has. */
    private static String ownFolder() {
        return JavaProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
    }

    static JavaProcess start(Launch launch) {
        return new JavaProcess(launch);
    }

    private Process begin() {
        List<String> command = new ArrayList<>(launch.within);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx600m",
                "-cp",
                classPath,
                launch.mainClass));
        command.addAll(launch.arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.output.toFile()));
        builder.environment().putAll(launch.environment);
        try {
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot start " + launch.mainClass, failed);
        }
    }

    /** Everything it printed since the last start over. */
    String said() {
        try {
            return Files.exists(launch.output) ? Files.readString(launch.output) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @throws AssertionError with what it printed, when it has ended */
    void requireAlive() {
        if (!process.isAlive()) {
            String said = said();
            throw new AssertionError(
                    launch.mainClass + " ended with " + process.exitValue() + ": " + lastCause(said) + "\n" + said);
        }
    }

    /** For whoever sees a summary's one line of all that. */
    private static String lastCause(String said) {
        return said.lines()
                .filter(line -> line.startsWith("Caused by: "))
                .reduce((any, last) -> last)
                .orElse("");
    }

    /** kill -9. */
    void kill() {
        process.destroyForcibly();
        join(process.toHandle());
    }

    /** kill -9 of it and of every process it started, as when a machine dies. */
    void killWithChildren() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(JavaProcess::join);
    }

    /** kill -9 of what it started: the database of a pool. */
    void killChildren() {
        List<ProcessHandle> children = process.descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        children.forEach(JavaProcess::join);
    }

    /** The command lines of what it started and still runs. */
    Stream<List<String>> childrenSaid() {
        return process.descendants().map(JavaProcess::words);
    }

    /** Each word ends with a zero; ProcessHandle would leave out empty ones. */
    private static List<String> words(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return line.isEmpty()
                    ? List.of()
                    : List.of(line.substring(0, line.length() - 1).split("\0", -1));
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Waits until it ends by itself. */
    int awaitEnd() {
        join(process.toHandle());
        return process.exitValue();
    }

    /** From its next start on it is of the version that is tested. */
    void upgrade() {
        classPath = CURRENT;
    }

    /** The same command again, printing to a fresh file. */
    void startAgain() {
        try {
            Files.deleteIfExists(launch.output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        process = begin();
    }

    /** SIGSTOP to it alone: it keeps its connections and answers nobody. */
    void freeze() {
        signal("STOP", List.of(process.toHandle()));
    }

    /** SIGSTOP to what it started: the database of a pool. */
    void freezeChildren() {
        signal("STOP", process.descendants().toList());
    }

    /** SIGCONT to it and to what it started. */
    void thaw() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        signal("CONT", all);
    }

    private static void signal(String name, List<ProcessHandle> receivers) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        receivers.forEach(handle -> command.add(String.valueOf(handle.pid())));
        try {
            Process kill = new ProcessBuilder(command).inheritIO().start();
            if (!kill.waitFor(10, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new AssertionError("kill -" + name + " failed");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(ProcessHandle ending) {
        try {
            ending.onExit().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException lives) {
            throw new AssertionError("process " + ending.pid() + " does not end", lives);
        }
    }

    /** Asks it to stop, and does not wait. */
    void askToEnd() {
        process.destroy();
    }

    /** Asks it to stop, and waits; what does not stop within a minute is killed and reported. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            join(process.toHandle());
        } catch (AssertionError stuck) {
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            throw stuck;
        }
    }
}
