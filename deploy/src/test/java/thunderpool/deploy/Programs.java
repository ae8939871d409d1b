package thunderpool.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Programs of the machine that read these files for a living. */
final class Programs {
    private static final long PATIENCE_SECONDS = 240;

    private Programs() {}

    /** How a program ended, and all it said. */
    record Outcome(int code, String said) {}

    /** A build machine must have it; on another the test that needs it is skipped, which is counted. */
    static void need(String program, String debianPackage) {
        boolean there = find(program);
        String missing = program + " is not on PATH (Debian: apt-get install " + debianPackage + ")";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertTrue(there, missing);
        } else {
            Assumptions.assumeTrue(there, missing);
        }
    }

    private static boolean find(String program) {
        String path = System.getenv("PATH") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(File.pathSeparator)).anyMatch(at -> Files.isExecutable(Path.of(at, program)));
    }

    static Outcome run(List<String> command, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " does not end: " + said);
            }
            return new Outcome(process.exitValue(), said);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** What it printed, its complaints apart; a failure fails the test. */
    static String output(List<String> command, Map<String, String> environment) {
        try {
            Path complaints = Files.createTempFile("complaints", ".txt");
            try {
                ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
                builder.environment().putAll(environment);
                Process process = builder.start();
                process.getOutputStream().close();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                Assertions.assertEquals(0, process.waitFor(), () -> command + ": " + read(complaints));
                return said;
            } finally {
                Files.deleteIfExists(complaints);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
