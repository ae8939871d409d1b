package thunderpool.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.stream.Stream;

/** As whom PostgreSQL runs. It refuses to run as root, so root needs one of two disguises. */
enum PostgresAccount {
    /** We are an ordinary user, and so is the server. */
    OURSELVES(""),
    /** Root in a user namespace without a mapping: the server sees itself as nobody while files stay root's. */
    USER_NAMESPACE("unshare -U"),
    /** Where namespaces are forbidden: really the user nobody, who must then own the files. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups");

    private final String prefix;

    PostgresAccount(String prefix) {
        this.prefix = prefix;
    }

    /** What stands in front of a program's command line. Both disguises exec the program: its pid is the child's. */
    List<String> prefix() {
        return prefix.isEmpty() ? List.of() : List.of(prefix.split(" ", -1));
    }

    static PostgresAccount choose() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OURSELVES;
        }
        return runs(USER_NAMESPACE) ? USER_NAMESPACE : NOBODY;
    }

    /** Hands a tree that PostgreSQL must own to it. */
    void own(Path tree) throws IOException {
        if (this != NOBODY) {
            return;
        }
        UserPrincipal nobody =
                tree.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.toList()) {
                Files.setOwner(path, nobody);
            }
        }
    }

    private static boolean runs(PostgresAccount account) {
        List<String> command =
                Stream.concat(account.prefix().stream(), Stream.of("true")).toList();
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
