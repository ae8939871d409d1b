package thunderpool.gateway.net;

import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.gateway.session.PortRules;

/** A bound port: its meters, and what it offers now. Thread-safe. */
final class ServerPort {
    private final PortBinding binding;
    private final GatewayMetrics.OfPort meters;
    private volatile PortRules rules;

    ServerPort(PortBinding binding, GatewayMetrics.OfPort meters) {
        this.binding = binding;
        this.meters = meters;
        this.rules = binding.rules();
    }

    PortBinding binding() {
        return binding;
    }

    GatewayMetrics.OfPort meters() {
        return meters;
    }

    /** For sessions that begin now. */
    PortRules rules() {
        return rules;
    }

    void change(PortRules fresh) {
        rules = fresh;
    }
}
