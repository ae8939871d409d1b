package thunderpool.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service reaches the broker, and as whom. Part of every service's configuration.
 *
 * @param bootstrap host:port, several separated by commas
 * @param user the principal at the broker; {@link thunderpool.topics.Principal#label()} of the service where ACLs hold
 * @param password of the user; or give {@code passwordFile}
 * @param passwordFile holds the password alone, as a mounted secret does; read again for each connection
 * @param security how the user is proven
 * @param properties further client properties of Kafka (trust stores, client certificates); they win over ours
 */
public record KafkaAccess(
        @DefaultValue("127.0.0.1:9092") String bootstrap,
        @DefaultValue("") String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @DefaultValue("SCRAM") Security security,
        @DefaultValue Map<String, String> properties) {

    /** How the connection is guarded. */
    public enum Security {
        /** No proof, no encryption: only for a broker nobody else reaches. */
        NONE("PLAINTEXT"),
        /** SCRAM-SHA-256 over plain TCP: the password stays secret, the records do not. */
        SCRAM("SASL_PLAINTEXT"),
        /** SCRAM-SHA-256 inside TLS. */
        SCRAM_TLS("SASL_SSL"),
        /** TLS client certificates; the key stores come in {@code properties}. */
        MTLS("SSL");

        private final String protocol;

        Security(String protocol) {
            this.protocol = protocol;
        }

        boolean scram() {
            return this == SCRAM || this == SCRAM_TLS;
        }

        boolean tls() {
            return this == SCRAM_TLS || this == MTLS;
        }
    }

    /** The mechanism of {@link Security#SCRAM}; the embedded broker speaks it too. */
    public static final String SCRAM_MECHANISM = "SCRAM-SHA-256";

    private static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule required ";

    public KafkaAccess {
        if (bootstrap.isBlank()) {
            throw new IllegalArgumentException("kafka.bootstrap must be host:port");
        }
        if (security.scram() && user.isBlank()) {
            throw new IllegalArgumentException("kafka.user is needed with kafka.security=" + security);
        }
        if (security.scram() && (password == null) == (passwordFile == null)) {
            throw new IllegalArgumentException(
                    "give exactly one of kafka.password and kafka.password-file with kafka.security=" + security);
        }
        properties = Map.copyOf(properties);
    }

    /** By password over loopback or a trusted network. */
    public static KafkaAccess scram(String bootstrap, String user, String password) {
        return new KafkaAccess(bootstrap, user, password, null, Security.SCRAM, Map.of());
    }

    /** A broker without users, as in tests. */
    public static KafkaAccess open(String bootstrap) {
        return new KafkaAccess(bootstrap, "", null, null, Security.NONE, Map.of());
    }

    /**
     * What any Kafka client needs to connect, with {@link RenewedTrust} where TLS guards it; holds the password in clear text,
     * so it is never logged.
     */
    public Map<String, Object> clientProperties() {
        Map<String, Object> client = new HashMap<>();
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        client.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.protocol);
        if (security.scram()) {
            client.put(SaslConfigs.SASL_MECHANISM, SCRAM_MECHANISM);
            if (ourLoginFits()) {
                putLogin(client);
            }
        }
        if (security.tls()) {
            client.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, RenewedTrust.class.getName());
        }
        client.putAll(properties);
        return client;
    }

    /** The JAAS line of a SCRAM user. */
    public static String scramLogin(String user, String password) {
        return SCRAM_MODULE + "username=\"" + quoted(user) + "\" password=\"" + quoted(password) + "\";";
    }

    @Override
    public String toString() {
        return "KafkaAccess[bootstrap=" + bootstrap + ", user=" + user + ", security=" + security + ", password=***]";
    }

    /** Not with a login of the properties' own, nor with a mechanism that asks for another than a SCRAM user's. */
    private boolean ourLoginFits() {
        String mechanism = properties.getOrDefault(SaslConfigs.SASL_MECHANISM, SCRAM_MECHANISM);
        return !properties.containsKey(SaslConfigs.SASL_JAAS_CONFIG) && mechanism.startsWith("SCRAM-");
    }

    private void putLogin(Map<String, Object> client) {
        if (password != null) {
            client.put(SaslConfigs.SASL_JAAS_CONFIG, scramLogin(user, password));
        } else {
            client.put(SaslConfigs.SASL_JAAS_CONFIG, fileLogin());
            client.put(SaslConfigs.SASL_CLIENT_CALLBACK_HANDLER_CLASS, PasswordFileCallbacks.class.getName());
        }
    }

    /** Names the file, not what is in it: whoever rotates the secret writes it anew while the service runs. */
    private String fileLogin() {
        if (passwordFile == null || !Files.isReadable(passwordFile)) {
            throw new IllegalStateException("cannot read kafka.password-file " + passwordFile);
        }
        return SCRAM_MODULE + PasswordFileCallbacks.USER + "=\"" + quoted(user) + "\" " + PasswordFileCallbacks.FILE
                + "=\"" + quoted(passwordFile.toAbsolutePath().toString()) + "\";";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
