package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedSecretTest {
    private static final String OLD = "the old secret of all";
    private static final String NEW = "the new secret of all";
    private static final String NEWER = "the newer secret of all";
    private static final Instant STARTED = Instant.parse("2026-11-21T12:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private Path file = folder;
    private long nanos = -7;

    @BeforeEach
    void place() {
        file = folder.resolve("secret");
    }

    /** At the moment that it is now. */
    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(STARTED.plusNanos(nanos)));
    }

    /** In the test's time. */
    private Duration saidAge(Path of) throws IOException {
        return Duration.between(Files.getLastModifiedTime(of).toInstant(), STARTED.plusNanos(nanos));
    }

    private SharedSecret holding(String text) throws IOException {
        write(text);
        return SharedSecret.inFile("gateway.block-secret", file, () -> nanos, this::saidAge);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void whatTheFileHeldBeforeCountsTenMinutesMore() throws IOException {
        SharedSecret secret = holding(OLD + "\n");
        write(NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.newest()).isEqualTo(NEW);
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
        pass(Duration.ofSeconds(598));
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEW);
    }

    /** A process that is asked rarely must not honour a secret that was withdrawn long ago. */
    @Test
    void theTenMinutesBeginWhenTheFileWasWritten() throws IOException {
        SharedSecret secret = holding(OLD);
        pass(Duration.ofHours(1));
        write(NEW);
        pass(Duration.ofSeconds(599));
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEW);

        write(NEWER);
        pass(Duration.ofHours(1));
        assertThat(secret.accepted()).containsExactly(NEWER);
    }

    /** Copied with its time, or written by a host whose clock is ahead. */
    @Test
    void aFileThatSaysAnImpossibleTimeCountsFromWhenItWasSeen() throws IOException {
        SharedSecret secret = holding(OLD);
        pass(Duration.ofMinutes(20));
        assertThat(secret.newest()).isEqualTo(OLD);
        Files.writeString(file, NEW);
        Files.setLastModifiedTime(file, FileTime.from(STARTED));
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
        pass(Duration.ofMinutes(10));
        assertThat(secret.accepted()).containsExactly(NEW);

        Files.writeString(file, NEWER);
        Files.setLastModifiedTime(file, FileTime.from(STARTED.plus(Duration.ofDays(1))));
        pass(Duration.ofHours(1));
        assertThat(secret.accepted()).as("seen first an hour later").containsExactly(NEWER, NEW);
        pass(Duration.ofSeconds(599));
        assertThat(secret.accepted()).containsExactly(NEWER, NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEWER);
    }

    /** As {@code mv} and {@code cp -p} do; and template-service asks only when a block is brought. */
    @Test
    void aFilePreparedEarlierAndMovedIntoPlaceCountsFromTheMove() throws IOException {
        Files.writeString(file, OLD);
        SharedSecret secret =
                SharedSecret.inFile("gateway.block-secret", file, () -> nanos, SharedSecret::sinceChanged);
        Path prepared = Files.writeString(folder.resolve("prepared"), NEW);
        FileTime earlier = FileTime.from(Instant.now().minus(Duration.ofMinutes(30)));
        Files.setLastModifiedTime(prepared, earlier);
        Files.move(prepared, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(earlier);

        pass(Duration.ofHours(1));
        assertThat(secret.accepted()).containsExactly(NEW, OLD);
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
            write(half);
            pass(Duration.ofSeconds(1));
            assertThat(secret.accepted()).containsExactly(OLD);
        }
        Files.delete(file);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(OLD);
        write(NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.newest()).isEqualTo(NEW);
    }

    @Test
    void theOneBeforeTheLastIsNotForgottenWhenTwoChangesFollowEachOther() throws IOException {
        SharedSecret secret = holding(OLD);
        write(NEW);
        pass(Duration.ofSeconds(1));
        assertThat(secret.newest()).isEqualTo(NEW);
        write(NEWER);
        pass(Duration.ofSeconds(1));
        assertThat(secret.accepted()).containsExactly(NEWER, OLD, NEW);
    }

    @Test
    void theFileIsReadOnceASecondAtMost() throws IOException {
        SharedSecret secret = holding(OLD);
        write(NEW);
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
