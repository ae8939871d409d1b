package thunderpool.standalone;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/** What a person types to reach a port that is bound to {@code --bind}: "every address" is none that anybody can connect to. */
final class ShownHost {
    private static final String THIS_MACHINE = "127.0.0.1";

    private ShownHost() {}

    static String of(String bind) {
        try {
            return of(InetAddress.getByName(bind), addresses());
        } catch (UnknownHostException | SocketException unknown) {
            return bind;
        }
    }

    /** @param addresses of this machine's working interfaces, in their order */
    static String of(InetAddress bind, List<InetAddress> addresses) {
        if (!bind.isAnyLocalAddress()) {
            return text(bind);
        }
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress())
                .findFirst()
                .map(ShownHost::text)
                .orElse(THIS_MACHINE);
    }

    private static String text(InetAddress address) {
        return address instanceof Inet4Address ? address.getHostAddress() : "[" + address.getHostAddress() + "]";
    }

    private static List<InetAddress> addresses() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(ShownHost::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp() && !one.isLoopback();
        } catch (SocketException gone) {
            return false;
        }
    }
}
