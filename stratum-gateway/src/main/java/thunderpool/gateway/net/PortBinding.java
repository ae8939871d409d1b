package thunderpool.gateway.net;

import java.util.List;
import thunderpool.gateway.session.PortRules;

/**
 * A port miners connect to.
 *
 * @param host address to listen on
 * @param number 0 for any free one
 * @param tls whether it speaks TLS
 * @param trustedProxies addresses whose PROXY protocol header (v1 or v2) is believed; others must not send one
 */
public record PortBinding(String host, int number, boolean tls, List<String> trustedProxies, PortRules rules) {
    public PortBinding {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("no such port: " + number);
        }
        trustedProxies = List.copyOf(trustedProxies);
    }

    /** The same port with other rules. */
    public PortBinding with(PortRules other) {
        return new PortBinding(host, number, tls, trustedProxies, other);
    }
}
