package thunderpool.lab.simulator;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a pool listens. */
public record Endpoint(String host, int port, boolean tls) {

    public Endpoint {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("no such endpoint: " + host + ":" + port);
        }
    }

    public static Endpoint tcp(String host, int port) {
        return new Endpoint(host, port, false);
    }

    /**
     * Reads {@code stratum+tcp://host:port} or {@code stratum+ssl://host:port} (also {@code +tls}).
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Endpoint parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("not a URL: " + url);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("stratum+ssl") || scheme.equals("stratum+tls");
        if (!tls && !scheme.equals("stratum+tcp")) {
            throw new IllegalArgumentException("a pool's URL begins with stratum+tcp:// or stratum+ssl://, not " + url);
        }
        if (uri.getHost() == null || uri.getPort() < 1) {
            throw new IllegalArgumentException("a pool's URL names a host and a port: " + url);
        }
        return new Endpoint(uri.getHost(), uri.getPort(), tls);
    }

    @Override
    public String toString() {
        return (tls ? "stratum+ssl://" : "stratum+tcp://") + host + ":" + port;
    }
}
