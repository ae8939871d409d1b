package thunderpool.gateway.net;

/**
 * What a gateway takes upon itself.
 *
 * @param lineBytes longest line of a client
 * @param unreadBytes what may wait for a client that does not read
 * @param connections in all
 * @param connectionsPerAddress thousands of honest miners may sit behind one
 * @param judgingPerConnection submits of one connection that wait for a slow algorithm before its input rests
 */
public record NetLimits(
        int lineBytes, int unreadBytes, int connections, int connectionsPerAddress, int judgingPerConnection) {
    public static final NetLimits USUAL = new NetLimits(16 * 1024, 256 * 1024, 18_000, 5_000, 16);

    public NetLimits {
        if (lineBytes < 1024 || unreadBytes < 16 * 1024) {
            throw new IllegalArgumentException("lines need 1 KiB and unread output 16 KiB at least");
        }
        if (connections <= 0 || connectionsPerAddress <= 0 || judgingPerConnection <= 0) {
            throw new IllegalArgumentException("connection limits must be positive");
        }
    }
}
