package thunderpool.dashboard.http.admin;

import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;
import thunderpool.dashboard.admin.AuditLog;
import thunderpool.dashboard.admin.PgSessions;
import thunderpool.dashboard.admin.SetUp;
import thunderpool.dashboard.admin.SignIn;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.admin.pool.Health;
import thunderpool.dashboard.admin.pool.PgStories;
import thunderpool.dashboard.http.KnownAccounts;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.MinerDesk;
import thunderpool.dashboard.view.PgLists;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.PgPool;

/** The admin pages' interface as beans: the gate, and what stands behind it. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@ImportAutoConfiguration(SecurityFilterAutoConfiguration.class)
@Import({
    UsersResource.class,
    AuditResource.class,
    AdminCommandsResource.class,
    PoolAdminResource.class,
    StoriesResource.class
})
public class AdminHttpWiring {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHttpWiring.class);

    @Bean
    SecurityFilterChain adminChain(
            HttpSecurity http, AuditLog audit, PgSessions sessions, InstantSource clock, DashboardConfig config) {
        boolean open = config.admin().secret().isPresent();
        return new AdminGate(audit).chain(http, new SessionFilter(sessions, clock, open));
    }

    @Bean
    SessionResource sessionResource(SignIn signIn, SetUp setUp, DashboardConfig config) {
        return new SessionResource(signIn, setUp, config.admin().secret().isPresent());
    }

    @Bean
    PoolAdminResource.Sources poolAdminSources(
            Health health, PgStories stories, PgPool pool, PgAdminCommands commands, Accounts accounts) {
        return new PoolAdminResource.Sources(health, stories, pool, commands, accounts);
    }

    @Bean
    StoriesResource.Sources storySources(
            KnownAccounts known,
            MinerDesk desk,
            PgMiners miners,
            PgLists lists,
            PgStories stories,
            PgAdminCommands commands) {
        return new StoriesResource.Sources(known, desk, miners, lists, stories, commands);
    }

    /** Whoever can read the log of a new pool is its owner, or where there is a file for the code, whoever can read that. */
    @Bean
    ApplicationListener<ServletWebServerInitializedEvent> firstAdmin(SetUp setUp, DashboardConfig config) {
        return started -> {
            if (config.admin().secret().isEmpty()) {
                LOG.info("the admin pages are closed: dashboard.admin.key is not set");
                return;
            }
            setUp.code(config.instance())
                    .ifPresent(code -> LOG.info(
                            "the first admin is made at http://{}:{}/admin with the one-time code {}",
                            config.stratumHost(),
                            started.getWebServer().getPort(),
                            config.admin().setupCodeFile() == null
                                    ? code
                                    : "in " + config.admin().setupCodeFile()));
        };
    }
}
