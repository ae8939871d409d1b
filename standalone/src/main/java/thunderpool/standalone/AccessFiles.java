package thunderpool.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each service's settings as a file of environment variables, readable by the owner alone: with it the service runs as a
 * process of its own beside this pool.
 */
final class AccessFiles {

    private AccessFiles() {}

    static Path write(Path folder, Service service, Map<String, String> settings) {
        StringBuilder text = new StringBuilder("# " + service.label()
                + " as a process of its own: set -a; . THIS-FILE; set +a; ./pool service " + service.module() + "\n");
        new TreeMap<>(settings).forEach((name, value) -> text.append(variable(name))
                .append("='")
                .append(value.replace("'", "'\\''"))
                .append("'\n"));
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(service.label() + ".env");
            Path beside = folder.resolve(service.label() + ".env.new");
            Files.deleteIfExists(beside);
            Files.createFile(
                    beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(beside, text);
            return Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write the environment of " + service.label(), failed);
        }
    }

    /** Spring Boot's relaxed form: dots become underscores, dashes vanish, indexes are numbers between underscores. */
    static String variable(String property) {
        return property.replace("-", "")
                .replace("[", "_")
                .replace("].", "_")
                .replace("]", "")
                .replace('.', '_')
                .toUpperCase(Locale.ROOT);
    }
}
