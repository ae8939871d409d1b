package thunderpool.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Random passwords of an embedded server's users, one {@code name=password} a line, in a file only its owner can read.
 * A name keeps its password for as long as the file lives; names that appear later get one added.
 */
final class Passwords {
    /** 192 bits: beyond guessing, and hexadecimal so that no configuration format needs to quote it. */
    private static final int PASSWORD_BYTES = 24;

    private final Map<String, String> byName;

    private Passwords(Map<String, String> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** Reads the file and adds what is missing; the file is on disk, synced, before this returns. */
    static Passwords open(Path file, Collection<String> names) {
        try {
            Map<String, String> known = read(file);
            SecureRandom random = new SecureRandom();
            for (String name : names) {
                known.computeIfAbsent(name, any -> fresh(random));
            }
            write(file, known);
            return new Passwords(known);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write the passwords in " + file, e);
        }
    }

    String of(String name) {
        String password = byName.get(name);
        if (password == null) {
            throw new IllegalArgumentException("no password for '" + name + "'; known: " + byName.keySet());
        }
        return password;
    }

    @Override
    public String toString() {
        return "Passwords" + byName.keySet();
    }

    private static String fresh(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> known = new TreeMap<>();
        if (!Files.exists(file)) {
            return known;
        }
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals <= 0 || equals == line.length() - 1) {
                throw new IllegalStateException("damaged line in " + file + "; restore it from a backup");
            }
            known.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return known;
    }

    /** Written beside and moved over, so that a crash leaves the old file or the new one and never half of one. */
    private static void write(Path file, Map<String, String> known) throws IOException {
        String text = known.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && Files.readString(file).equals(text)) {
            return;
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
