package thunderpool.dashboard;

import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import thunderpool.dashboard.admin.pool.ShareLog;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.PgFeeds;
import thunderpool.dashboard.view.Projector;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.LogWindow;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Judgement;
import thunderpool.topics.ShareSubmitted;

/** The log's end of the admin pages: what gateways answer, and shares when somebody looks one up. */
@Configuration(proxyBeanMethods = false)
class AdminFeedWiring {

    /** Somebody waits for it. Each partition has its part, so that asking again from where it stopped comes further. */
    private static final Duration LOOK_UP_LONGEST = Duration.ofSeconds(20);

    /** Miners' commands go to payout-service alone: what gateways answer is for admins. */
    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> gatewayAnswerFeed(
            FeedContainers containers, Projector projector) {
        PgFeeds.Feed<CommandAnswered> feed = projector.answers(CommandAnswered.OF_GATEWAY);
        return containers.container(feed.topic(), feed);
    }

    @Bean
    ShareLog shareLog(DashboardConfig config) {
        LogWindow window = new LogWindow(config.kafka());
        return (partition, fromMs, toMs, recordsMax, handler) -> {
            LogWindow.Span span =
                    new LogWindow.Span(fromMs, toMs, recordsMax, LOOK_UP_LONGEST.dividedBy(ShareSubmitted.PARTITIONS));
            LogWindow.Reached reached = window.read(Judgement.TOPIC, partition, span, handler);
            return new ShareLog.Reached(reached.records(), reached.untilMs(), reached.complete());
        };
    }
}
