package thunderpool.gateway;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.job.Payees;
import thunderpool.gateway.net.NetLimits;
import thunderpool.gateway.net.PortBinding;
import thunderpool.gateway.net.TlsIdentity;
import thunderpool.gateway.session.PortRules;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.Secret;
import thunderpool.runtime.SharedSecret;
import thunderpool.work.RewardSystem;

/**
 * Everything an operator may set for a gateway.
 *
 * @param chain name of the chain that is mined
 * @param instance name of this gateway; with its data folder it stays the same over restarts
 * @param data folder for solved blocks, keys and what must outlive a restart
 * @param kafka the broker
 * @param host address the miners' ports listen on
 * @param portOffset added to every port's number, so that several pools fit on one machine
 * @param ports what miners connect to
 * @param vardiff false gives every miner {@code difficulty}, for tests and measurements
 * @param difficulty the start of all ports, over their own; with vardiff off, the only one; snapped down to a power of
 *     two, 2^-32 or more
 * @param minimumDifficulty no port gives an easier one, unless the network itself is easier; unset 2^-6, on regtest 2^-32
 * @param shareInterval mean time between a miner's shares that vardiff aims at; positive
 * @param fastestInterval a session with more shares than this gets a harder difficulty whatever it asked for
 * @param staleAfter the newest template may be this old, then miners are sent elsewhere
 * @param paysTo addresses of the pool: templates that pay anybody else are not worked on. Without one every template is
 * @param workersEvery how often the dashboard is told of workers with news, 1s or more
 * @param templateServices base URLs of all template-services, for solved blocks
 * @param blockSecret what template-services want to be shown, at least 16 characters; or give {@code blockSecretFile}
 * @param blockSecretFile holds it alone, as a mounted secret does; read again when it changes
 * @param sessionKey seals session ids, shared by all gateways, at least 16 characters; or give {@code sessionKeyFile};
 *     without either one is made and kept in the data folder
 * @param sessionKeyFile holds it alone, as a mounted secret does; read again when it changes
 * @param tls certificate of the TLS ports, read again when it changes; without one a self-signed is made and kept in the data folder
 * @param limits of connections and sessions
 * @param drain how the gateway goes down
 */
@ConfigurationProperties("gateway")
public record GatewayConfig(
        @DefaultValue("bitcoin-main") String chain,
        @DefaultValue("gateway-1") String instance,
        @DefaultValue("data/gateway") Path data,
        @DefaultValue KafkaAccess kafka,
        @DefaultValue("0.0.0.0") String host,
        @DefaultValue("0") int portOffset,
        List<Port> ports,
        @DefaultValue("true") boolean vardiff,
        @Nullable BigDecimal difficulty,
        @Nullable BigDecimal minimumDifficulty,
        @DefaultValue("5s") Duration shareInterval,
        @DefaultValue("250ms") Duration fastestInterval,
        @DefaultValue("120s") Duration staleAfter,
        @DefaultValue List<String> paysTo,
        @DefaultValue("10s") Duration workersEvery,
        @DefaultValue List<URI> templateServices,
        @Secret @Nullable String blockSecret,
        @Nullable Path blockSecretFile,
        @Secret @Nullable String sessionKey,
        @Nullable Path sessionKeyFile,
        @DefaultValue Tls tls,
        @DefaultValue Limits limits,
        @DefaultValue Drain drain) {

    /**
     * One port.
     *
     * @param name for logs and metrics
     * @param number before the offset; 0 for any free one
     * @param rewardSystem of the shares that arrive on it
     * @param scheme payment scheme it proposes to new accounts
     * @param startDifficulty of miners that say nothing, 2^-32 or more; unset 2^10, on regtest 2^-16
     * @param tls whether it speaks TLS
     * @param trustedProxies addresses whose PROXY protocol header is believed
     */
    public record Port(
            String name,
            int number,
            @DefaultValue("PPLNS") RewardSystem rewardSystem,
            @DefaultValue("blocks") String scheme,
            @Nullable BigDecimal startDifficulty,
            @DefaultValue("false") boolean tls,
            @DefaultValue List<String> trustedProxies) {}

    /**
     * PEM files; both or none.
     *
     * @param certificate PEM file of the certificate and its chain; needs {@code key}
     * @param key PEM file of its private key; needs {@code certificate}
     */
    public record Tls(@Nullable Path certificate, @Nullable Path key) {
        public Tls {
            if ((certificate == null) != (key == null)) {
                throw new IllegalArgumentException("give both gateway.tls.certificate and gateway.tls.key, or neither");
            }
        }
    }

    /**
     * @param connections of miners in all, positive
     * @param connectionsPerAddress of miners from one network address, positive
     * @param handshake time to subscribe and authorize in
     * @param idle a miner may be silent, 10 minutes or more
     * @param resume a session may be taken up again within
     * @param ban how long a flood of invalid shares shuts an account out on its address; 0s for no bans
     * @param words a stranger may say before it is authorized
     * @param judgingThreads for algorithms of more than microseconds; 0 for one per processor
     */
    public record Limits(
            @DefaultValue("18000") int connections,
            @DefaultValue("5000") int connectionsPerAddress,
            @DefaultValue("30s") Duration handshake,
            @DefaultValue("30m") Duration idle,
            @DefaultValue("7d") Duration resume,
            @DefaultValue("10m") Duration ban,
            @DefaultValue("32") int words,
            @DefaultValue("0") int judgingThreads) {
        public Limits {
            if (idle.compareTo(Duration.ofMinutes(10)) < 0) {
                throw new IllegalArgumentException("gateway.limits.idle must be 10m or more: small miners are slow");
            }
            if (judgingThreads < 0) {
                throw new IllegalArgumentException("gateway.limits.judging-threads must not be negative");
            }
        }

        NetLimits net() {
            NetLimits usual = NetLimits.USUAL;
            return new NetLimits(
                    usual.lineBytes(),
                    usual.unreadBytes(),
                    connections,
                    connectionsPerAddress,
                    usual.judgingPerConnection());
        }
    }

    /**
     * @param delay between being unready and refusing connections, until load balancers know
     * @param spread over which miners are asked to connect again
     * @param finish time for what is in flight
     */
    public record Drain(
            @DefaultValue("0s") Duration delay,
            @DefaultValue("2s") Duration spread,
            @DefaultValue("10s") Duration finish) {}

    public GatewayConfig {
        Chain.byName(chain);
        requireText("instance", instance);
        ports = List.copyOf(ports);
        templateServices = List.copyOf(templateServices);
        paysTo = List.copyOf(paysTo);
        Payees.of(paysTo, Chain.byName(chain));
        if (ports.isEmpty()) {
            throw new IllegalArgumentException("gateway.ports must name at least one port");
        }
        if (workersEvery.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("gateway.workers-every must be 1s or more");
        }
        Set<String> names = new HashSet<>();
        for (Port port : ports) {
            if (!names.add(port.name())) {
                throw new IllegalArgumentException("gateway.ports has two ports named " + port.name());
            }
        }
        if (blockSecret != null && blockSecretFile != null) {
            throw new IllegalArgumentException("give one of gateway.block-secret and gateway.block-secret-file");
        }
        if (sessionKey != null && sessionKeyFile != null) {
            throw new IllegalArgumentException("give one of gateway.session-key and gateway.session-key-file");
        }
        for (URI service : templateServices) {
            boolean web = "http".equals(service.getScheme()) || "https".equals(service.getScheme());
            if (!web || service.getHost() == null) {
                throw new IllegalArgumentException(
                        "gateway.template-services are addresses like http://HOST:8083, not " + service);
            }
        }
        if (!templateServices.isEmpty() && blockSecret == null && blockSecretFile == null) {
            throw new IllegalArgumentException("gateway.template-services need gateway.block-secret");
        }
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("gateway." + name + " must not be empty");
        }
    }

    Chain chainValue() {
        return Chain.byName(chain);
    }

    Payees payees() {
        return Payees.of(paysTo, chainValue());
    }

    /** Shows nothing when there is no template-service to show it to. */
    Supplier<List<String>> blockSecrets() {
        Optional<SharedSecret> secret = secret("gateway.block-secret", blockSecret, blockSecretFile);
        return () -> secret.map(SharedSecret::accepted).orElse(List.of());
    }

    /** The first seals, all open; empty when the gateway makes a key of its own. */
    Optional<Supplier<List<byte[]>>> sessionKeys() {
        return secret("gateway.session-key", sessionKey, sessionKeyFile)
                .map(secret -> () -> secret.accepted().stream()
                        .map(key -> key.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    private static Optional<SharedSecret> secret(String name, @Nullable String value, @Nullable Path file) {
        return file == null
                ? Optional.ofNullable(value).map(text -> SharedSecret.fixed(name, text))
                : Optional.of(SharedSecret.inFile(name, file));
    }

    /** The certificate of the TLS ports: the given one, or one of the gateway's own that is made once and kept. */
    TlsIdentity tlsIdentity(SecureRandom random, Instant now) throws IOException {
        return tls.certificate() != null && tls.key() != null
                ? new TlsIdentity(tls.certificate(), tls.key())
                : TlsIdentity.kept(data, random, now);
    }

    List<PortBinding> bindings() {
        return ports.stream().map(this::binding).toList();
    }

    private PortBinding binding(Port port) {
        boolean regtest = chainValue().rpcChain().equals("regtest");
        Difficulty start = difficulty("start difficulty", difficulty != null ? difficulty : port.startDifficulty())
                .orElse(new Difficulty(regtest ? -16 : 10));
        Difficulty least = difficulty("minimum difficulty", minimumDifficulty)
                .orElse(regtest ? Difficulty.EASIEST : new Difficulty(-6));
        PortRules rules = new PortRules(
                port.name(),
                port.rewardSystem(),
                port.scheme(),
                least.min(start),
                start,
                Difficulty.HARDEST,
                vardiff,
                shareInterval.toMillis(),
                fastestInterval.toMillis());
        int number = port.number() == 0 ? 0 : port.number() + portOffset;
        return new PortBinding(host, number, port.tls(), port.trustedProxies(), rules);
    }

    private static Optional<Difficulty> difficulty(String name, @Nullable BigDecimal value) {
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(Difficulty.snapDown(value)
                .orElseThrow(() -> new IllegalArgumentException("gateway: a " + name + " is 2^-32 or more")));
    }
}
