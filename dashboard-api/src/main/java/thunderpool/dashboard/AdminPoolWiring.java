package thunderpool.dashboard;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Chain;
import thunderpool.dashboard.admin.AuditLog;
import thunderpool.dashboard.admin.command.CommandDesk;
import thunderpool.dashboard.admin.command.CommandRules;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.admin.pool.Health;
import thunderpool.dashboard.admin.pool.PgStories;
import thunderpool.dashboard.admin.pool.ShareLog;
import thunderpool.dashboard.admin.pool.ShareLookUp;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.SuiteView;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.Principal;
import thunderpool.topics.TopicWriter;

/** What admins see and send, as beans; without what feeds it. */
@Configuration(proxyBeanMethods = false)
class AdminPoolWiring {

    @Bean
    PgAdminCommands adminCommands(JdbcClient jdbc) {
        return new PgAdminCommands(jdbc);
    }

    @Bean
    CommandDesk commandDesk(
            TopicWriter<AdminCommand> writer,
            PgAdminCommands commands,
            CommandRules rules,
            AuditLog audit,
            RandomGenerator random) {
        return new CommandDesk(writer, commands, rules, audit, random);
    }

    @Bean
    CommandRules commandRules(Chain chain, SuiteView suite) {
        return new CommandRules(chain, () -> suite.processes().stream()
                .filter(process -> process.status().service() == Principal.GATEWAY)
                .collect(Collectors.toMap(process -> process.status().instance(), SuiteView.Instance::alive)));
    }

    @Bean
    PgStories stories(JdbcClient jdbc, Accounts accounts) {
        return new PgStories(jdbc, accounts);
    }

    @Bean
    Health poolHealth(SuiteView suite, ChainView chain, PgStories stories, InstantSource clock) {
        return new Health(suite, chain, stories, clock);
    }

    @Bean
    ShareLookUp shareLookUp(ShareLog log, Accounts accounts, PgStories stories, DashboardConfig config) {
        return new ShareLookUp(log, accounts, stories::epochOf, config.admin().shareScanMax());
    }
}
