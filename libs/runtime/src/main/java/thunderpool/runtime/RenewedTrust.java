package thunderpool.runtime;

import java.io.IOException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/**
 * Kafka's own TLS, whose stores are read again when their files change: certificate authorities and client certificates are
 * renewed by others, as a rule once a year, and no service should have to restart for it. Kafka itself does so at brokers
 * only. What cannot be read changes nothing.
 */
public final class RenewedTrust implements SslEngineFactory {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedTrust.class);

    private Map<String, ?> configs = Map.of();
    private DefaultSslEngineFactory stores = new DefaultSslEngineFactory();
    private String trouble = "";

    /** Made by Kafka, by its name. */
    public RenewedTrust() {}

    @Override
    public synchronized void configure(Map<String, ?> settings) {
        configs = settings;
        stores.configure(settings);
    }

    @Override
    public synchronized SSLEngine createClientSslEngine(String host, int port, @Nullable String identification) {
        look();
        return stores.createClientSslEngine(host, port, identification);
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("for clients");
    }

    private void look() {
        if (!stores.shouldBeRebuilt(new HashMap<>(configs))) {
            return;
        }
        DefaultSslEngineFactory fresh = new DefaultSslEngineFactory();
        try {
            fresh.configure(configs);
            stores.close();
            stores = fresh;
            trouble = "";
            LOG.atInfo()
                    .addKeyValue(LogKey.EVENT, LogEvent.SECRET_CHANGED)
                    .log(
                            "the broker's certificate authority or this service's certificate was changed; it counts from now on");
        } catch (KafkaException unusable) {
            if (!unusable.toString().equals(trouble)) {
                trouble = unusable.toString();
                LOG.warn("certificates for the broker cannot be used, those before them stay: {}", trouble);
            }
        }
    }

    @Override
    public synchronized boolean shouldBeRebuilt(Map<String, Object> next) {
        return stores.shouldBeRebuilt(next);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public synchronized @Nullable KeyStore keystore() {
        return stores.keystore();
    }

    @Override
    public synchronized @Nullable KeyStore truststore() {
        return stores.truststore();
    }

    @Override
    public synchronized void close() throws IOException {
        stores.close();
    }
}
