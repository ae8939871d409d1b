package thunderpool.lab.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Commands as an operator sends them on the pool's machine: {@code ./pool admin}. */
record AdminCommands(RunningPool pool) {

    private static final Duration SOON = Duration.ofMinutes(2);

    /** Sends it, again after each refusal, until it is obeyed: what it is about may not be known to the service yet. */
    void send(String service, String kind, String field) {
        Path said = pool.data().resolveSibling("admin.screen");
        RunningPool.await(kind + " to be obeyed", SOON, () -> answer(service, kind, field, said)
                .contains("applied"));
    }

    private String answer(String service, String kind, String field, Path said) {
        try {
            Files.deleteIfExists(said);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        try (JavaProcess command = JavaProcess.start(new JavaProcess.Launch(
                "thunderpool.standalone.Admin",
                List.of(
                        service,
                        kind,
                        field,
                        "--reason",
                        "drill",
                        "--data",
                        pool.data().toString()),
                Map.of(),
                said))) {
            RunningPool.await(
                    "an answer",
                    SOON,
                    () -> command.said().contains("applied") || command.said().contains("refused"));
            return command.said();
        }
    }
}
