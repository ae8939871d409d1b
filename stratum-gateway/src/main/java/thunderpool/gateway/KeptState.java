package thunderpool.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import thunderpool.gateway.session.SessionToken;

/**
 * What a gateway keeps in its data folder: the key of its session ids when none is configured, and the incarnations it
 * had. Those are certainly dead, since one process at a time owns the folder, so their sessions may go on in this life.
 */
final class KeptState {
    private static final int KEY_BYTES = 32;
    private static final int INCARNATIONS_KEPT = 32;

    private final Path folder;

    KeptState(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    /**
     * What writes and reads session ids.
     *
     * @param shared keys of all gateways; without them the gateway makes one of its own here
     */
    SessionToken.Seal seal(Optional<Supplier<List<byte[]>>> shared, SecureRandom random) throws IOException {
        return shared.isPresent() ? new SessionToken.Seal(shared.get()) : new SessionToken.Seal(sessionKey(random));
    }

    byte[] sessionKey(SecureRandom random) throws IOException {
        Path file = folder.resolve("session-key");
        if (!Files.exists(file)) {
            byte[] key = new byte[KEY_BYTES];
            random.nextBytes(key);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(key), StandardOpenOption.WRITE);
        }
        try {
            return HexFormat.of().parseHex(Files.readString(file).strip());
        } catch (IllegalArgumentException torn) {
            throw new IOException(file + " is no key in hex: remove it, and sessions will not be resumed", torn);
        }
    }

    /** Earlier incarnations, without this one; notes this one. */
    Set<Integer> earlierIncarnations(int incarnation) throws IOException {
        Path file = folder.resolve("incarnations");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        Set<Integer> earlier = new HashSet<>();
        for (String line : lines.subList(Math.max(0, lines.size() - INCARNATIONS_KEPT), lines.size())) {
            if (line.matches("[0-9]{1,5}")) {
                earlier.add(Integer.valueOf(line));
            }
        }
        earlier.remove(incarnation);
        Files.writeString(
                file, incarnation + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return earlier;
    }
}
