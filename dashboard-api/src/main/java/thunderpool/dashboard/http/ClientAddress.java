package thunderpool.dashboard.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is, by its network address: of IPv6, the first 64 bits, since a household has so many addresses. Behind
 * a proxy that is believed (a setting), the server has put the client's address in the place of the proxy's.
 */
public record ClientAddress(boolean loopbackCounts) {

    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final int SITE_BYTES = 6;
    private static final String UNKNOWN = "unknown";

    /** Null for clients that are not counted: those on this machine, when the settings say so. */
    @Nullable
    String counted(HttpServletRequest request) {
        Optional<InetAddress> address = parsed(request);
        return address.filter(known -> known.isLoopbackAddress() && !loopbackCounts)
                        .isPresent()
                ? null
                : address.map(ClientAddress::network).orElse(UNKNOWN);
    }

    private static String network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
                : address.getHostAddress();
    }

    /** Of IPv6 the first 48 bits: that much one party may be given, with 65,536 networks in it. Null for all others. */
    @Nullable
    String site(HttpServletRequest request) {
        return parsed(request)
                .filter(address -> address.getAddress().length == IPV6_BYTES && !address.isLoopbackAddress())
                .map(address -> HexFormat.of().formatHex(address.getAddress(), 0, SITE_BYTES))
                .orElse(null);
    }

    /** Whether a client is on this machine or in a private network, and no proxy's word says otherwise. */
    static boolean isNear(HttpServletRequest request) {
        boolean forwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        return !forwarded && parsed(request).filter(ClientAddress::isPrivate).isPresent();
    }

    /** RFC 1918, 4193, 3927 and 4291; and RFC 6598, which providers of clusters use inside. */
    private static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == IPV6_BYTES && (bytes[0] & 0xfe) == 0xfc;
        boolean shared = bytes.length != IPV6_BYTES && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || uniqueLocal
                || shared;
    }

    /** A literal: nothing is looked up. */
    private static Optional<InetAddress> parsed(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        if (address == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(address));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
