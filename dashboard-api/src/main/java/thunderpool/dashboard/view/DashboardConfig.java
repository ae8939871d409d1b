package thunderpool.dashboard.view;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.Secret;
import thunderpool.runtime.SharedSecret;

/**
 * Everything an operator may set for the dashboard. The default list of ports stands in {@code dashboard.yml}.
 *
 * @param chain name of the chain whose pool is shown
 * @param poolName shown to people
 * @param feeBasisPoints pool fee as announced to people, in hundredths of a percent, 0 to 10000
 * @param streamClientsMax live streams served at once, 1 or more
 * @param workRetentionDays days of per-worker minutes kept, 1 or more; the pool's own minutes are kept for good
 * @param stratumHost host that miners are told to connect to
 * @param portOffset added to every stratum port shown
 * @param ports stratum ports shown to miners
 * @param pplnsWindowMultiple length of the PPLNS window in network difficulties as accounting has it, for people; 0 when
 *     it is not to be told
 * @param explorer where people look up blocks, transactions and addresses
 * @param limits what one client may ask for
 * @param instance name of this process among the dashboard's instances: unique at a time, the same after a restart
 * @param kafka how to reach the broker
 * @param database the service's own schema
 * @param admin the pages for operators
 */
@ConfigurationProperties("dashboard")
public record DashboardConfig(
        @DefaultValue("bitcoin-main") String chain,
        @DefaultValue("Thunder Pool") String poolName,
        @DefaultValue("100") int feeBasisPoints,
        @DefaultValue("500") int streamClientsMax,
        @DefaultValue("3") int workRetentionDays,
        @DefaultValue("127.0.0.1") String stratumHost,
        @DefaultValue("0") int portOffset,
        @DefaultValue List<Port> ports,
        @DefaultValue("2") int pplnsWindowMultiple,
        @DefaultValue Explorer explorer,
        @DefaultValue Limits limits,
        @DefaultValue("dashboard-1") String instance,
        @DefaultValue KafkaAccess kafka,
        DatabaseConfig database,
        @DefaultValue Admin admin) {

    /**
     * Who operators are, and how they come in.
     *
     * @param key seals second factors in the database, the same for all instances, at least 16 characters; or give {@code
     *     keyFile}; without either the admin pages are closed
     * @param keyFile holds it alone, as a mounted secret does; read again when it changes
     * @param setupCodeFile where the code that makes the first admin is written too, until it is used; its owner alone can
     *     read it
     * @param sessionIdle a session ends when unused for so long, 1 minute or more
     * @param sessionLongest a session ends after so long whatever it does
     * @param signInsAtOnce passwords checked at the same time, 1 or more; each takes 19 MiB while it is checked
     * @param shareScanMax records of judged shares read for one look-up at most, 100 or more
     */
    public record Admin(
            @Secret @Nullable String key,
            @Nullable Path keyFile,
            @Nullable Path setupCodeFile,
            @DefaultValue("30m") Duration sessionIdle,
            @DefaultValue("12h") Duration sessionLongest,
            @DefaultValue("2") int signInsAtOnce,
            @DefaultValue("50000") int shareScanMax) {

        private static final String KEY = "dashboard.admin.key";

        public Admin {
            check(key == null || keyFile == null, "admin: give one of key and key-file, not both");
            check(key == null || key.length() >= SharedSecret.LEAST, "admin.key must have at least 16 characters");
            check(sessionIdle.toSeconds() >= 60, "admin.session-idle must be 1m or more");
            check(sessionLongest.compareTo(sessionIdle) >= 0, "admin.session-longest must not be below session-idle");
            check(signInsAtOnce >= 1, "admin.sign-ins-at-once must be positive");
            check(shareScanMax >= 100, "admin.share-scan-max must be 100 or more");
        }

        /** The key from where it was given; empty when the admin pages are closed. */
        public Optional<SharedSecret> secret() {
            return keyFile == null
                    ? Optional.ofNullable(key).map(text -> SharedSecret.fixed(KEY, text))
                    : Optional.of(SharedSecret.inFile(KEY, keyFile));
        }
    }

    /**
     * A stratum port as miners see it.
     *
     * @param rewardSystem how its shares earn: {@code PPLNS} or {@code SOLO}
     * @param scheme payment scheme it proposes to new accounts
     * @param port before the offset
     * @param tls whether miners must speak TLS
     */
    public record Port(String rewardSystem, String scheme, int port, boolean tls) {}

    /**
     * URL patterns of a block explorer with {@code {id}} in the place of what is looked up, such as {@code
     * https://mempool.space/tx/{id}}; empty for no links.
     *
     * @param block of a block id
     * @param transaction of a transaction id
     * @param address of an address
     */
    public record Explorer(
            @DefaultValue("") String block,
            @DefaultValue("") String transaction,
            @DefaultValue("") String address) {

        public Explorer {
            for (String pattern : List.of(block, transaction, address)) {
                check(
                        pattern.isEmpty() || (pattern.startsWith("http") && pattern.contains("{id}")),
                        "explorer: \"" + pattern + "\" must be a URL with {id} in it");
            }
        }
    }

    /**
     * What one client, told by its network address, may ask of the API.
     *
     * @param requestsPerSecond that the API answers a client in the long run, 1 or more; the live stream and the pages
     *     do not count
     * @param burst requests it answers at once, 1 or more
     * @param clients addresses remembered at most, 100 or more; beyond that the calmest are forgotten
     * @param streamsPerClient live streams of one address, 1 or more
     * @param loopback whether clients on this machine are limited too; a proxy on this machine is better named in
     *     {@code proxies}
     * @param proxies a regular expression of the addresses whose X-Forwarded-For and X-Forwarded-Proto are believed;
     *     empty for none
     */
    public record Limits(
            @DefaultValue("20") int requestsPerSecond,
            @DefaultValue("100") int burst,
            @DefaultValue("20000") int clients,
            @DefaultValue("20") int streamsPerClient,
            @DefaultValue("false") boolean loopback,
            @DefaultValue("") String proxies) {

        public Limits {
            check(requestsPerSecond >= 1, "limits.requests-per-second must be positive");
            check(burst >= 1, "limits.burst must be positive");
            check(clients >= 100, "limits.clients must be 100 or more");
            check(streamsPerClient >= 1, "limits.streams-per-client must be positive");
            Pattern.compile(proxies);
        }
    }

    public DashboardConfig {
        Objects.requireNonNull(database, "dashboard.database.url, .user and .password must be given");
        Chain.byName(chain);
        check(feeBasisPoints >= 0 && feeBasisPoints <= 10_000, "fee-basis-points must be 0..10000");
        check(streamClientsMax >= 1, "stream-clients-max must be positive");
        check(workRetentionDays >= 1, "work-retention-days must be positive: the leaderboard needs a day");
        check(!stratumHost.isBlank(), "stratum-host must name the host miners connect to");
        check(pplnsWindowMultiple >= 0, "pplns-window-multiple must not be negative");
        check(!instance.isBlank(), "instance must be a name");
        ports = List.copyOf(ports);
        for (Port port : ports) {
            int shown = port.port() + portOffset;
            check(shown >= 1 && shown <= 65_535, "ports: " + shown + " is no port");
        }
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("dashboard." + otherwise);
        }
    }
}
