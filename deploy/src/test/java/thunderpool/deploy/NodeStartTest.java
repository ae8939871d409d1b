package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts a node in a container lives as long as the node, whose place two small scripts take here. */
class NodeStartTest {

    @Test
    void endsWhenTheNodeCannotStart(@TempDir Path folder) throws Exception {
        Process started = start(folder, "echo 'cannot create directories' >&2; exit 3", "while :; do sleep 0.1; done");
        assertThat(started.waitFor(60, TimeUnit.SECONDS))
                .as("a client that waits for an answer does not hold it")
                .isTrue();
        assertThat(started.exitValue()).isEqualTo(3);
    }

    @Test
    void waitsAfterAStopSignalUntilTheNodeHasWrittenAll(@TempDir Path folder) throws Exception {
        Path written = folder.resolve("written");
        Process started = start(
                folder,
                "trap 'sleep 1; echo all >" + written + "; exit 0' TERM; echo up >" + folder.resolve("up")
                        + "; while :; do sleep 0.1; done",
                "exit 0");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!Files.exists(folder.resolve("up"))) {
            assertThat(System.nanoTime()).as("the node does not start").isLessThan(deadline);
            Thread.onSpinWait();
        }
        started.toHandle().destroy();
        assertThat(started.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(written).hasContent("all");
        assertThat(started.exitValue()).isZero();
    }

    private static Process start(Path folder, String node, String client) throws IOException {
        script(folder.resolve("bitcoind"), node);
        script(folder.resolve("bitcoin-cli"), client);
        Path rights = Files.writeString(folder.resolve("rpcauth"), "template:salt$hash\n");
        ProcessBuilder builder = new ProcessBuilder(
                        Rendered.folder().resolve("stores/node/start.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("NODE_DATA", folder.resolve("data").toString());
        builder.environment().put("NODE_RPCAUTH_FILE", rights.toString());
        return builder.start();
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
