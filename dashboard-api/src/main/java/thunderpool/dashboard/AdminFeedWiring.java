package thunderpool.dashboard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import thunderpool.dashboard.admin.command.PgAdminCommands;
import thunderpool.dashboard.admin.pool.ShareLog;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.LogWindow;
import thunderpool.runtime.TableFeed;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Judgement;
import thunderpool.topics.Topic;

/** The log's end of the admin pages: answers to commands, and shares when somebody looks one up. */
@Configuration(proxyBeanMethods = false)
class AdminFeedWiring {

    @Bean
    TableFeed<CommandAnswered> payoutAnswers(FeedContainers containers, PgAdminCommands commands) {
        return answers(containers, CommandAnswered.OF_PAYOUT, commands);
    }

    @Bean
    TableFeed<CommandAnswered> accountingAnswers(FeedContainers containers, PgAdminCommands commands) {
        return answers(containers, CommandAnswered.OF_ACCOUNTING, commands);
    }

    @Bean
    TableFeed<CommandAnswered> gatewayAnswers(FeedContainers containers, PgAdminCommands commands) {
        return answers(containers, CommandAnswered.OF_GATEWAY, commands);
    }

    @Bean
    ShareLog shareLog(DashboardConfig config) {
        LogWindow window = new LogWindow(config.kafka());
        return (partition, fromMs, toMs, recordsMax, handler) -> {
            LogWindow.Reached reached =
                    window.read(Judgement.TOPIC, partition, new LogWindow.Span(fromMs, toMs, recordsMax), handler);
            return new ShareLog.Reached(reached.records(), reached.untilMs(), reached.complete());
        };
    }

    /** All of them again after a restart; what is known already changes nothing. */
    private static TableFeed<CommandAnswered> answers(
            FeedContainers containers, Topic<CommandAnswered> topic, PgAdminCommands commands) {
        return containers.table(
                topic, batch -> batch.forEach(answer -> commands.answered(answer.value(), answer.appendTimeMs())));
    }
}
