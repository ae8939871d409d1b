package thunderpool.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/**
 * A secret that several processes share, and that is changed while they run. The file's first line is what is shown, or
 * seals; every line of it is accepted, and what it held before for ten minutes more, since each process has a new file at
 * another moment. The ten minutes begin when the file came to hold it, but never before it was last seen unchanged. A file that
 * cannot be read, or holds too little, changes nothing.
 *
 * <p>Safe for several threads; the file is read again at most once a second, by who asks.
 */
public final class SharedSecret {
    /** Characters that each must have. */
    public static final int LEAST = 16;

    private static final Logger LOG = LoggerFactory.getLogger(SharedSecret.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LINGER_NANOS = Duration.ofMinutes(10).toNanos();

    /** How long ago a file came to be what it is. */
    interface Age {
        Duration of(Path file) throws IOException;
    }

    private final String name;
    private final @Nullable Path file;
    private final LongSupplier nanoClock;
    private final Age age;
    private final Map<String, Long> replacedAtNanos = new LinkedHashMap<>();
    private List<String> lines;
    private List<String> accepted;
    private long lookedNanos;
    private String trouble = "";

    private SharedSecret(String name, List<String> lines, @Nullable Path file, LongSupplier nanoClock, Age age) {
        this.name = name;
        this.file = file;
        this.nanoClock = nanoClock;
        this.age = age;
        this.lines = lines;
        this.accepted = lines;
        this.lookedNanos = nanoClock.getAsLong();
    }

    /**
     * One that stays.
     *
     * @param name of the setting, for messages
     * @throws IllegalArgumentException when it is too short
     */
    public static SharedSecret fixed(String name, String value) {
        return new SharedSecret(name, checked(name, List.of(value)), null, () -> 0, never -> Duration.ZERO);
    }

    /**
     * One that is read again when its file changes.
     *
     * @throws IllegalArgumentException when it is too short now
     * @throws UncheckedIOException when it cannot be read now
     */
    public static SharedSecret inFile(String name, Path file) {
        return inFile(name, file, System::nanoTime, SharedSecret::sinceChanged);
    }

    static SharedSecret inFile(String name, Path file, LongSupplier nanoClock, Age age) {
        try {
            return new SharedSecret(name, read(name, file), file, nanoClock, age);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + "-file " + file, e);
        }
    }

    /** The one that is shown, or seals. */
    public synchronized String newest() {
        look();
        return lines.getFirst();
    }

    /** All that count, {@link #newest} first. */
    public synchronized List<String> accepted() {
        look();
        return accepted;
    }

    @Override
    public String toString() {
        return "SharedSecret[" + name + ", ***]";
    }

    private void look() {
        long now = nanoClock.getAsLong();
        if (file == null || now - lookedNanos < LOOK_NANOS) {
            return;
        }
        long unseenNanos = now - lookedNanos;
        lookedNanos = now;
        try {
            List<String> found = read(name, file);
            change(found, now, now - Math.min(unseenNanos, ageNanos(file)));
            trouble = "";
        } catch (IOException | IllegalArgumentException unusable) {
            if (!unusable.toString().equals(trouble)) {
                trouble = unusable.toString();
                LOG.warn("{}-file cannot be used, the secret before it stays: {}", name, trouble);
            }
        }
    }

    private long ageNanos(Path changed) throws IOException {
        Duration old = age.of(changed);
        return old.isNegative() ? 0 : Math.min(old.toMillis(), LINGER_NANOS / 1_000_000) * 1_000_000;
    }

    /** A file that was prepared earlier and moved into place says when it was written; its inode, when it was moved. */
    static Duration sinceChanged(Path file) throws IOException {
        FileTime changed = file.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? (FileTime) Files.getAttribute(file, "unix:ctime")
                : Files.getLastModifiedTime(file);
        return Duration.between(changed.toInstant(), Instant.now());
    }

    private void change(List<String> found, long now, long writtenNanos) {
        if (!found.equals(lines)) {
            lines.forEach(line -> replacedAtNanos.put(line, writtenNanos));
            lines = found;
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.SECRET_CHANGED)
                    .log("{}-file holds another secret; it counts from now on", name);
        }
        replacedAtNanos.keySet().removeAll(found);
        replacedAtNanos.values().removeIf(replaced -> now - replaced >= LINGER_NANOS);
        List<String> all = new ArrayList<>(found);
        all.addAll(replacedAtNanos.keySet());
        accepted = List.copyOf(all);
    }

    private static List<String> read(String name, Path file) throws IOException {
        return checked(
                name,
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList());
    }

    private static List<String> checked(String name, List<String> secrets) {
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length() < LEAST)) {
            throw new IllegalArgumentException(name + " needs " + LEAST + " characters or more");
        }
        return secrets;
    }
}
