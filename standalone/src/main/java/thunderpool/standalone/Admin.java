package thunderpool.standalone;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import thunderpool.dashboard.AdminApplication;

/**
 * {@code ./pool admin}: the dashboard's own command with the settings of a running pool. Who may read the environment files of
 * the data folder may do this; nobody else can.
 */
public final class Admin {

    private static final String DATA = "--data";

    private Admin() {}

    public static void main(String[] args) {
        Standalone.quietLog();
        System.exit(run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), List.of(args)));
    }

    /** @return the exit code, 1 when there is no running pool's folder */
    static int run(PrintWriter problems, List<String> args) {
        List<String> all = new ArrayList<>(args);
        Path file = data(all).resolve("services").resolve("dashboard.env");
        if (!all.contains("--help") && !Files.isReadable(file)) {
            problems.println("pool: cannot read " + file + ": is --data the folder of a running pool?");
            return 1;
        }
        all.addAll(List.of("--env", file.toString()));
        return AdminApplication.run(problems, all.toArray(String[]::new));
    }

    /** Takes the option out of the arguments. */
    private static Path data(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).startsWith(DATA + "=")) {
                return Path.of(args.remove(i).substring(DATA.length() + 1));
            }
            if (args.get(i).equals(DATA) && i + 1 < args.size()) {
                args.remove(i);
                return Path.of(args.remove(i));
            }
        }
        return Path.of("data");
    }
}
