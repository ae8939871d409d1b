package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownHostTest {

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void everyAddressIsShownAsOneThatOthersReach() throws UnknownHostException {
        List<InetAddress> addresses = List.of(
                address("127.0.0.1"),
                address("fe80::1"),
                address("169.254.1.2"),
                address("192.168.1.7"),
                address("10.0.0.1"));
        assertThat(ShownHost.of(address("0.0.0.0"), addresses)).isEqualTo("192.168.1.7");
        assertThat(ShownHost.of(address("::"), addresses)).isEqualTo("192.168.1.7");
        assertThat(ShownHost.of(address("0.0.0.0"), List.of(address("127.0.0.1"))))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void oneAddressIsShownAsItIs() throws UnknownHostException {
        assertThat(ShownHost.of(address("10.1.2.3"), List.of())).isEqualTo("10.1.2.3");
        assertThat(ShownHost.of(address("::1"), List.of())).isEqualTo("[0:0:0:0:0:0:0:1]");
        assertThat(ShownHost.of("127.0.0.1")).isEqualTo("127.0.0.1");
    }
}
