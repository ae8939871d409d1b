package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A long-lived client while the broker's certificates change. The certificates are OpenSSL's and last a century. */
final class RenewedTrustTest {
    @TempDir
    private Path folder = Path.of("");

    private final RenewedTrust trust = new RenewedTrust();
    private Path trusted = folder;
    private long changes;

    @BeforeEach
    void trustTheFirst() throws IOException {
        trusted = folder.resolve("ca.crt");
        put(trusted, read("first.crt"));
        trust.configure(settings(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, trusted));
    }

    private static Map<String, Object> settings(String location, Path file) {
        String type = location.equals(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG)
                ? SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG
                : SslConfigs.SSL_KEYSTORE_TYPE_CONFIG;
        return Map.of(
                location,
                file.toString(),
                type,
                "PEM",
                SslConfigs.SSL_CIPHER_SUITES_CONFIG,
                List.of(),
                SslConfigs.SSL_PROTOCOL_CONFIG,
                "TLSv1.3",
                SslConfigs.SSL_ENABLED_PROTOCOLS_CONFIG,
                List.of("TLSv1.3"));
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = RenewedTrustTest.class.getResourceAsStream("tls/" + resource)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** With a time of its own: two changes within one tick of a coarse file system would look like one. */
    private void put(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_700_000_000 + ++changes)));
    }

    /** One connection to a broker with this certificate, as far as TLS goes. */
    private void connect(String broker) throws IOException {
        Path keys = folder.resolve(broker + ".pem");
        put(keys, read(broker + ".key") + read(broker + ".crt"));
        try (DefaultSslEngineFactory server = new DefaultSslEngineFactory()) {
            server.configure(settings(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, keys));
            SSLEngine there = server.createServerSslEngine("127.0.0.1", 0);
            SSLEngine here = trust.createClientSslEngine("127.0.0.1", 9093, "https");
            here.beginHandshake();
            there.beginHandshake();
            ByteBuffer up = ByteBuffer.allocate(64 * 1024);
            ByteBuffer down = ByteBuffer.allocate(64 * 1024);
            for (int turn = 0; turn < 50 && !(done(here) && done(there)); turn++) {
                speak(here, up);
                listen(there, up);
                speak(there, down);
                listen(here, down);
            }
            assertThat(done(here) && done(there)).isTrue();
        }
    }

    private static boolean done(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void speak(SSLEngine engine, ByteBuffer out) throws SSLException {
        while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            engine.wrap(ByteBuffer.allocate(0), out);
            work(engine);
        }
    }

    private static void listen(SSLEngine engine, ByteBuffer in) throws SSLException {
        in.flip();
        while (in.hasRemaining() && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP) {
            engine.unwrap(in, ByteBuffer.allocate(64 * 1024));
            work(engine);
        }
        in.compact();
    }

    private static void work(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    @Test
    void aRenewedAuthorityCountsWithTheNextConnection() throws IOException {
        connect("first");
        assertThatThrownBy(() -> connect("second")).isInstanceOf(SSLHandshakeException.class);

        put(trusted, read("second.crt"));
        connect("second");
        assertThatThrownBy(() -> connect("first")).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void bothCountWhileTheFileHoldsBoth() throws IOException {
        put(trusted, read("first.crt") + read("second.crt"));
        connect("first");
        connect("second");
    }

    @Test
    void aFileThatIsEmptyCutShortOrGoneChangesNothing() throws IOException {
        for (String half : List.of("", read("second.crt").substring(0, 300))) {
            put(trusted, half);
            assertThatCode(() -> connect("first")).as(half).doesNotThrowAnyException();
        }
        Files.delete(trusted);
        connect("first");
        put(trusted, read("second.crt"));
        connect("second");
    }

    @Test
    void accessByTlsUsesIt() {
        for (KafkaAccess.Security security : KafkaAccess.Security.values()) {
            Map<String, Object> client =
                    new KafkaAccess("127.0.0.1:9093", "payout", "secret", null, security, Map.of()).clientProperties();
            boolean tls = security == KafkaAccess.Security.SCRAM_TLS || security == KafkaAccess.Security.MTLS;
            assertThat(client.containsKey(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG))
                    .isEqualTo(tls);
        }
    }
}
