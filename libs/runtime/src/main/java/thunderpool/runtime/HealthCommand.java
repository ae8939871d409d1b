package thunderpool.runtime;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks a service over HTTP whether it is well, for a container engine's health check: an image has no shell and no HTTP client,
 * but it has this. It is in every service's image, and starts nothing but the JVM.
 */
public final class HealthCommand {
    private static final int PATIENCE_MILLIS = 10_000;

    private HealthCommand() {}

    /**
     * Ends with 0 when the address answers 200 within ten seconds, else with 1 and a line that says what was there instead.
     *
     * @param args the address, as {@code http://127.0.0.1:8081/actuator/health/readiness}
     */
    public static void main(String[] args) {
        String problem = problem(args.length == 1 ? args[0] : "");
        if (!problem.isEmpty()) {
            System.err.println(problem);
            System.exit(1);
        }
    }

    /** What is wrong with the answer of an address; empty when nothing is. */
    static String problem(String address) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            connection.disconnect();
            return status == HttpURLConnection.HTTP_OK ? "" : address + " answers " + status;
        } catch (IOException | IllegalArgumentException | ClassCastException silent) {
            return address + ": " + silent.getMessage();
        }
    }
}
