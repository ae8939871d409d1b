package thunderpool.node;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a node listens and how to get in.
 *
 * @param name for logs and metrics
 * @param rpc scheme, host and port only
 * @param credentials {@code user:password}, empty when a cookie file is used
 * @param cookieFile the node's {@code .cookie}, read again for each call because a restarted node writes a new one
 * @param wallet name from {@code /wallet/NAME} of the URL
 * @param zmq address of the node's {@code -zmqpubhashblock}, such as {@code tcp://127.0.0.1:28332}
 */
public record NodeEndpoint(
        String name,
        URI rpc,
        Optional<String> credentials,
        Optional<Path> cookieFile,
        Optional<String> wallet,
        Optional<String> zmq) {

    private static final String WALLET_PATH = "/wallet/";

    public NodeEndpoint {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a node needs a name");
        }
        if (credentials.isPresent() == cookieFile.isPresent()) {
            throw new IllegalArgumentException("node " + name
                    + " needs either user and password in its URL (http://user:password@host:port) or a cookie file");
        }
    }

    /**
     * Reads {@code http://user:password@host:port/wallet/NAME}; user, password and wallet are optional, percent-encoding
     * is undone.
     *
     * @throws IllegalArgumentException saying what is missing
     */
    public static NodeEndpoint parse(String name, String url, Optional<Path> cookieFile, Optional<String> zmq) {
        // The message must not repeat the URL: it may hold the password.
        URI uri = parseUri(name, url);
        String scheme = uri.getScheme();
        if (uri.getHost() == null || scheme == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("node " + name + ": the URL must be http://user:password@host:port");
        }
        int port = uri.getPort() < 0 ? (scheme.equals("https") ? 443 : 80) : uri.getPort();
        Optional<String> credentials = Optional.ofNullable(uri.getRawUserInfo()).map(NodeEndpoint::decode);
        if (credentials.isPresent() && !credentials.get().contains(":")) {
            throw new IllegalArgumentException("node " + name + ": user without password in the URL");
        }
        String path = Optional.ofNullable(uri.getRawPath()).orElse("");
        Optional<String> wallet = walletOf(name, path);
        URI root = URI.create(scheme + "://" + uri.getHost() + ":" + port);
        return new NodeEndpoint(
                name, root, credentials, credentials.isPresent() ? Optional.empty() : cookieFile, wallet, zmq);
    }

    private static URI parseUri(String name, String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "node " + name + ": not a URL (special characters need percent-encoding)");
        }
    }

    private static Optional<String> walletOf(String name, String path) {
        if (path.isEmpty() || path.equals("/")) {
            return Optional.empty();
        }
        if (!path.startsWith(WALLET_PATH) || path.length() == WALLET_PATH.length()) {
            throw new IllegalArgumentException("node " + name + ": the URL's path must be empty or /wallet/NAME");
        }
        return Optional.of(decode(path.substring(WALLET_PATH.length())));
    }

    private static String decode(String text) {
        // URLDecoder reads '+' as a blank, which a URL's user and path do not mean.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Never shows the credentials. */
    @Override
    public String toString() {
        return name + " at " + rpc + wallet.map(w -> " wallet " + w).orElse("")
                + (credentials.isPresent() ? " (password set)" : " (cookie)")
                + zmq.map(z -> " zmq " + z).orElse("");
    }
}
