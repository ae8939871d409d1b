package thunderpool.dashboard.admin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The first admin's code in a file that only its owner can read, for those who do not look for it in a log.
 *
 * @param path null for no file
 */
public record SetupCodeFile(@Nullable Path path) {

    public void write(String code) {
        if (path == null) {
            return;
        }
        try {
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, code + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write dashboard.admin.setup-code-file " + path, failed);
        }
    }

    public void delete() {
        if (path == null) {
            return;
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete dashboard.admin.setup-code-file " + path, failed);
        }
    }
}
