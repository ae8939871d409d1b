package thunderpool.dashboard.view;

import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;

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
 * @param instance name of this process among the dashboard's instances: unique at a time, the same after a restart
 * @param kafka how to reach the broker
 * @param database the service's own schema
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
        @DefaultValue("dashboard-1") String instance,
        @DefaultValue KafkaAccess kafka,
        DatabaseConfig database) {

    /**
     * A stratum port as miners see it.
     *
     * @param rewardSystem how its shares earn: {@code PPLNS} or {@code SOLO}
     * @param scheme payment scheme it proposes to new accounts
     * @param port before the offset
     * @param tls whether miners must speak TLS
     */
    public record Port(String rewardSystem, String scheme, int port, boolean tls) {}

    public DashboardConfig {
        Objects.requireNonNull(database, "dashboard.database.url, .user and .password must be given");
        Chain.byName(chain);
        check(feeBasisPoints >= 0 && feeBasisPoints <= 10_000, "fee-basis-points must be 0..10000");
        check(streamClientsMax >= 1, "stream-clients-max must be positive");
        check(workRetentionDays >= 1, "work-retention-days must be positive: the leaderboard needs a day");
        check(!stratumHost.isBlank(), "stratum-host must name the host miners connect to");
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
