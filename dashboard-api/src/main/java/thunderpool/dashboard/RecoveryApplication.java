package thunderpool.dashboard;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.Caller;
import thunderpool.dashboard.admin.Users;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;

/**
 * The way back in for an owner who lost the second factor: whoever can read the service's password for its database may take
 * it. Works beside a running pool, listens on no port, and stands in the audit log.
 */
@ServiceApplication
@ServiceDatabase
@Import(AdminWiring.class)
@EnableConfigurationProperties(DashboardConfig.class)
public class RecoveryApplication {

    /**
     * Makes a user an owner with a new temporary password and second factor.
     *
     * @param settings {@code dashboard.database.*} and {@code dashboard.admin.key} of the pool
     * @param who asks, for the audit log
     */
    public static Answer<Users.Welcome> recover(Map<String, String> settings, String user, String who) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("spring.main.web-application-type", "none");
        // It says nothing to the broker.
        all.put("dashboard.kafka.security", "NONE");
        // What the service's readiness is made of is not here, and nobody asks.
        all.put("management.endpoint.health.validate-group-membership", "false");
        try (ConfigurableApplicationContext context = ServiceMain.embed(RecoveryApplication.class, "dashboard", all)) {
            return context.getBean(Users.class).recover(user, new Caller(null, "the pool's machine, as " + who));
        }
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    HikariDataSource dataSource(DashboardConfig config) {
        return config.database().open("dashboard-recovery", "db/dashboard", "db/runtime/positions");
    }

    @Bean
    JdbcClient jdbcClient(JdbcTemplate jdbc) {
        return JdbcClient.create(jdbc);
    }
}
