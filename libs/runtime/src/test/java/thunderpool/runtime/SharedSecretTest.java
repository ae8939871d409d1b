package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedSecretTest {
    private static final String OLD = "the old secret of all";
    private static final String NEW = "the new secret of all";
    private static final String NEWER = "the newer secret of all";

    @TempDir
    private Path folder = Path.of("");

    private Path file = folder;
    private long nanos = -7;

    @BeforeEach
    void place() {
        file = folder.resolve("secret");
    }

    private SharedSecret holding(String text) throws IOException {
        Files.writeString(file, text);
        return SharedSecret.inFile("gateway.block-secret", file, () -> nanos);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void whatTheFileHeldBeforeCountsTenMinutesMore() throws IOException {
        SharedSecret secret = holding(OLD + "\n");
        Files.writeString(file, NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.newest()).isEqualTo(NEW);
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
        pass(Duration.ofSeconds(599));
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEW);
    }

    @Test
    void theFirstLineIsShownAndAllAreAccepted() throws IOException {
        SharedSecret secret = holding(NEW + "\n\n  " + OLD + " \n");
        assertThat(secret.newest()).isEqualTo(NEW);
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
    }

    @Test
    void aFileThatIsHalfWrittenEmptyOrGoneChangesNothing() throws IOException {
        SharedSecret secret = holding(OLD);
        for (String half : new String[] {"", "the new", NEW + "\nshort"}) {
            Files.writeString(file, half);
            pass(Duration.ofSeconds(1));
            assertThat(secret.accepted()).containsExactly(OLD);
        }
        Files.delete(file);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(OLD);
        Files.writeString(file, NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.newest()).isEqualTo(NEW);
    }

    @Test
    void theOneBeforeTheLastIsNotForgottenWhenTwoChangesFollowEachOther() throws IOException {
        SharedSecret secret = holding(OLD);
        Files.writeString(file, NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.newest()).isEqualTo(NEW);
        Files.writeString(file, NEWER);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEWER, OLD, NEW);
    }

    @Test
    void theFileIsReadOnceASecondAtMost() throws IOException {
        SharedSecret secret = holding(OLD);
        Files.writeString(file, NEW);
        pass(Duration.ofMillis(999));
        assertThat(secret.newest()).isEqualTo(OLD);
    }

    @Test
    void aStartWithoutAUsableSecretIsRefusedByItsName() {
        assertThatThrownBy(() -> SharedSecret.fixed("template.block-secret", "fifteen letters"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("template.block-secret needs 16 characters or more");
        assertThatThrownBy(() -> SharedSecret.inFile("template.block-secret", file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("template.block-secret-file");
    }

    @Test
    void itIsNeverPrinted() throws IOException {
        assertThat(holding(OLD).toString()).doesNotContain(OLD);
    }
}
