package thunderpool.gateway;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import thunderpool.gateway.net.PortCertificate;
import thunderpool.gateway.session.GatewayMetrics;

/** The certificate of the TLS ports, with its end shown to operators. */
final class CertificateWatch {
    private CertificateWatch() {}

    /** Null when no port speaks TLS. */
    static @Nullable PortCertificate begin(
            GatewayConfig config, SecureRandom random, Instant now, GatewayMetrics metrics) throws IOException {
        if (config.ports().stream().noneMatch(GatewayConfig.Port::tls)) {
            return null;
        }
        PortCertificate certificate = PortCertificate.of(config.tlsIdentity(random, now));
        metrics.gauge(
                "certificate_expires_timestamp_seconds",
                "When the certificate of the TLS ports ends",
                certificate,
                PortCertificate::expiresAtS);
        return certificate;
    }
}
