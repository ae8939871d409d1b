package thunderpool.dashboard.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, by its network address: of IPv6, the first 64 bits, since a household has so many addresses. Behind
 * a proxy that is believed (a setting), the server has put the client's address in the place of the proxy's.
 */
public record ClientAddress(boolean loopbackCounts) {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    /** Null for clients that are not counted: those on this machine, when the settings say so. */
    @Nullable
    String counted(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        if (address == null) {
            return "unknown";
        }
        byte[] bytes;
        try {
            // A literal: nothing is looked up.
            InetAddress parsed = InetAddress.getByName(address);
            if (parsed.isLoopbackAddress() && !loopbackCounts) {
                return null;
            }
            bytes = parsed.getAddress();
        } catch (UnknownHostException notAnAddress) {
            return "unknown";
        }
        return bytes.length == IPV6_BYTES ? java.util.HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES) : address;
    }
}
