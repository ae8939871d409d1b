package thunderpool.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a password alone, as a mounted secret does. */
final class PasswordFile {
    private PasswordFile() {}

    /**
     * The password without the white space around it.
     *
     * @throws IOException when the file cannot be read or is empty: whoever writes it anew may not have come to its end
     */
    static String read(Path file) throws IOException {
        String password = Files.readString(file).strip();
        if (password.isEmpty()) {
            throw new IOException("no password in " + file);
        }
        return password;
    }
}
