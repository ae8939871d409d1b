package thunderpool.gateway.net;

import thunderpool.gateway.session.GatewayMetrics;

/** A bound port's configuration and meters. */
record ServerPort(PortBinding binding, GatewayMetrics.OfPort meters) {}
