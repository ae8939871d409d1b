package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import thunderpool.dashboard.view.DashboardConfig.Port;

class DashboardConfigTest {

    private static final Map<String, Object> NEEDED = Map.of(
            "dashboard.database.url", "jdbc:postgresql://db/pool?currentSchema=dashboard",
            "dashboard.database.user", "dashboard",
            "dashboard.database.password", "secret",
            "dashboard.kafka.user", "dashboard",
            "dashboard.kafka.password", "secret");

    private static DashboardConfig config(Map<String, Object> settings) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("needed", NEEDED));
        environment.getPropertySources().addFirst(new MapPropertySource("given", settings));
        new YamlPropertySourceLoader()
                .load("dashboard", new ClassPathResource("dashboard.yml"))
                .forEach(environment.getPropertySources()::addLast);
        return Binder.get(environment).bindOrCreate("dashboard", DashboardConfig.class);
    }

    @Test
    void defaultsAreTheseAndNoOthers() throws IOException {
        DashboardConfig config = config(Map.of());
        assertThat(config.chain()).isEqualTo("bitcoin-main");
        assertThat(config.poolName()).isEqualTo("Thunder Pool");
        assertThat(config.feeBasisPoints()).isEqualTo(100);
        assertThat(config.streamClientsMax()).isEqualTo(500);
        assertThat(config.workRetentionDays()).isEqualTo(3);
        assertThat(config.stratumHost()).isEqualTo("127.0.0.1");
        assertThat(config.portOffset()).isZero();
        assertThat(config.instance()).isEqualTo("dashboard-1");
        assertThat(config.ports())
                .isEqualTo(List.of(
                        new Port("PPLNS", "blocks", 3333, false),
                        new Port("PPLNS", "time", 3334, false),
                        new Port("SOLO", "blocks", 3335, false),
                        new Port("PPLNS", "blocks", 4333, true)));
    }

    @Test
    void refusesWhatCanNotBeMeant() {
        assertRefused("dashboard.chain", "dogecoin", "no chain is called");
        assertRefused("dashboard.fee-basis-points", 10_001, "fee-basis-points");
        assertRefused("dashboard.stream-clients-max", 0, "stream-clients-max");
        assertRefused("dashboard.work-retention-days", 0, "work-retention-days");
        assertRefused("dashboard.port-offset", 65_000, "is no port");
        assertRefused("dashboard.stratum-host", " ", "stratum-host");
    }

    private static void assertRefused(String name, Object value, String why) {
        assertThatThrownBy(() -> config(Map.of(name, value)))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining(why);
    }

    @Test
    void passwordsAreNotPrinted() throws IOException {
        assertThat(config(Map.of()).toString()).doesNotContain("secret");
        assertThat(thunderpool.runtime.ConfigPrinter.lines(config(Map.of())))
                .noneMatch(line -> line.contains("secret"));
    }
}
