package thunderpool.gateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thunderpool.gateway.session.Rig;
import thunderpool.gateway.session.Work;

/** The port with TLS, spoken to by Java's own client of it. */
class TlsPortIT {
    private static final String HELLO = "{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[\"t/1\"]}\n";
    private static final String AUTHORIZE =
            "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\",\"x\"]}\n";

    private final ExecutorService judging = Executors.newFixedThreadPool(1);
    private final Rig rig = new Rig();
    private final StratumServer server =
            new StratumServer(rig.services, NetLimits.USUAL, judging, () -> Instant.ofEpochMilli(rig.nowMs));

    @AfterEach
    void close() {
        server.close();
        judging.shutdownNow();
    }

    private int listen(PortCertificate certificate) throws IOException {
        return server.listen(
                new PortBinding("127.0.0.1", 0, true, List.of(), Rig.rules(Rig.EASIEST, Rig.EASIEST, false)),
                certificate);
    }

    @Test
    void tlsWithACertificateThatIsMadeOnceAndKept(@TempDir Path folder) throws Exception {
        rig.install(7, Work.TIP_A, Work.HARD);
        TlsIdentity identity = TlsIdentity.kept(folder, new SecureRandom(), Instant.now());
        String certificate = Files.readString(identity.certificate());
        assertThat(Files.readString(TlsIdentity.kept(folder, new SecureRandom(), Instant.now())
                        .certificate()))
                .isEqualTo(certificate);
        int port = listen(PortCertificate.of(identity));
        try (Client client = tls(trusting(identity), port)) {
            client.send(HELLO + AUTHORIZE);
            assertThat(client.lines(4).get(3)).contains("mining.notify");
        }
        try (Client plain = Client.connect(port)) {
            plain.send(HELLO);
            assertThat(plain.isClosedByGateway()).isTrue();
        }
    }

    @Test
    void aRenewedCertificateIsShownToNewConnectionsAndThoseThatStandGoOn(@TempDir Path folder) throws Exception {
        rig.install(7, Work.TIP_A, Work.HARD);
        TlsIdentity mounted = TlsIdentity.kept(folder.resolve("mounted"), new SecureRandom(), Instant.now());
        Instant later = Instant.parse("2030-01-01T00:00:00Z");
        TlsIdentity renewed = TlsIdentity.kept(folder.resolve("renewed"), new SecureRandom(), later);
        SSLContext trustsOld = trusting(mounted);
        PortCertificate certificate = PortCertificate.of(mounted);
        int port = listen(certificate);
        try (Client client = tls(trustsOld, port)) {
            client.send(HELLO);
            client.line();

            // A renewal writes two files, one after the other.
            Files.copy(renewed.certificate(), mounted.certificate(), StandardCopyOption.REPLACE_EXISTING);
            certificate.look();
            try (Client between = tls(trustsOld, port)) {
                between.send(HELLO);
                assertThat(between.line()).contains("\"id\":1");
            }
            Files.copy(renewed.key(), mounted.key(), StandardCopyOption.REPLACE_EXISTING);
            certificate.look();
            assertThat(certificate.expiresAtS())
                    .isEqualTo(later.plus(Duration.ofDays(3650)).getEpochSecond());
            try (Client fresh = tls(trusting(mounted), port)) {
                fresh.send(HELLO);
                assertThat(fresh.line()).contains("\"id\":1");
            }
            assertThatThrownBy(() -> tls(trustsOld, port).send(HELLO)).isInstanceOf(SSLHandshakeException.class);

            client.send(AUTHORIZE);
            assertThat(client.line()).contains("true");
        }
    }

    @Test
    void aCertificateWithAnothersKeyOpensNoPort(@TempDir Path folder) throws IOException {
        TlsIdentity one = TlsIdentity.kept(folder.resolve("one"), new SecureRandom(), Instant.now());
        TlsIdentity two = TlsIdentity.kept(folder.resolve("two"), new SecureRandom(), Instant.now());
        assertThatThrownBy(() -> PortCertificate.of(new TlsIdentity(one.certificate(), two.key())))
                .isInstanceOf(IOException.class)
                .hasMessage("the key is not the certificate's");
        assertThatThrownBy(() -> PortCertificate.of(new TlsIdentity(one.certificate(), one.certificate())))
                .hasMessageContaining("no PEM of a private key");
        assertThatThrownBy(() -> PortCertificate.of(new TlsIdentity(one.key(), one.key())))
                .hasMessageContaining("no certificate with its key");
    }

    @Test
    void aKeyWithADamagedLetterChangesNothing(@TempDir Path folder) throws IOException {
        TlsIdentity mounted = TlsIdentity.kept(folder, new SecureRandom(), Instant.now());
        PortCertificate certificate = PortCertificate.of(mounted);
        long expiresAtS = certificate.expiresAtS();
        String key = Files.readString(mounted.key());
        Files.writeString(mounted.key(), key.substring(0, 40) + '!' + key.substring(41));

        certificate.look();
        assertThat(certificate.expiresAtS()).isEqualTo(expiresAtS);
        assertThatThrownBy(() -> PortCertificate.of(mounted)).isInstanceOf(IOException.class);
    }

    /** RSA and elliptic keys as OpenSSL writes them in their older forms, and cert-manager unless told otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void keysInTheOlderFormsOfOpenSslAreTakenAsWell(String kind) throws Exception {
        rig.install(7, Work.TIP_A, Work.HARD);
        Path folder = Path.of("src/test/resources/thunderpool/gateway/net");
        TlsIdentity identity = new TlsIdentity(folder.resolve(kind + ".crt"), folder.resolve(kind + ".key"));
        try (Client client = tls(trusting(identity), listen(PortCertificate.of(identity)))) {
            client.send(HELLO);
            assertThat(client.line()).contains("\"id\":1");
        }
    }

    private static Client tls(SSLContext context, int port) throws IOException {
        return new Client(context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
    }

    private static SSLContext trusting(TlsIdentity identity) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(identity.certificate())) {
            trusted.setCertificateEntry(
                    "pool", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
