package thunderpool.validator;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.FeedContainers;
import thunderpool.runtime.Figures;
import thunderpool.runtime.KafkaLogReplay;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.StatusWiring;
import thunderpool.runtime.TableFeed;
import thunderpool.runtime.TransactionalPipeline;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Principal;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.TemplatePublished;

/** How the validator is put together: templates as a table, shares as a transactional pipeline. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ValidatorConfig.class)
@Import(StatusWiring.class)
class ValidatorWiring {

    @Bean
    BrokerClock brokerClock() {
        return new BrokerClock();
    }

    @Bean
    TemplateBook templateBook(ValidatorConfig config) {
        Chain chain = Chain.byName(config.chain());
        return new TemplateBook(chain.name(), chain.difficultyOne());
    }

    @Bean
    ServiceIdentity identity(ValidatorConfig config) {
        return new ServiceIdentity(Principal.VALIDATOR, config.instance(), config.kafka());
    }

    @Bean
    ConsumerLag consumerLag(ValidatorConfig config, MeterRegistry registry) {
        return new ConsumerLag(config.kafka(), registry);
    }

    @Bean
    FeedContainers feedContainers(ValidatorConfig config, MeterRegistry registry, ConsumerLag lag) {
        return new FeedContainers(config.kafka(), Principal.VALIDATOR, config.instance(), registry, lag);
    }

    @Bean
    TableFeed<TemplatePublished> templateFeed(FeedContainers feeds, TemplateBook book, BrokerClock clock) {
        return feeds.table(
                TemplatePublished.TOPIC,
                batch -> batch.forEach(published -> {
                    clock.saw(published.appendTimeMs());
                    book.on(published);
                }));
    }

    /** Only its append times matter here: they are the clock of idle partitions. */
    @Bean
    TableFeed<ChainStatus> statusFeed(FeedContainers feeds, BrokerClock clock) {
        return feeds.table(ChainStatus.TOPIC, batch -> batch.forEach(status -> clock.saw(status.appendTimeMs())));
    }

    @Bean
    ValidatorCore validatorCore(ValidatorConfig config, TemplateBook book, BrokerClock clock, MeterRegistry registry) {
        var definitions = new ValidatorCore.Definitions(book, id -> book.await(id, config.templateWaitMs()));
        ShareCounts counts = new ShareCounts(registry);
        ValidatorCore core = new ValidatorCore(
                config.chain(), definitions, new KafkaLogReplay(config.kafka()), clock, counts::count);
        Gauge.builder("thunderpool_validator_templates", book, TemplateBook::size)
                .description("Work definitions held")
                .register(registry);
        return core;
    }

    @Bean
    TransactionalPipeline<ShareSubmitted> pipeline(FeedContainers feeds, ValidatorCore core) {
        return feeds.pipeline(ShareSubmitted.TOPIC, core, TransactionalPipeline.Tuning.DEFAULT);
    }

    @Bean
    Figures validatorFigures(TemplateBook book) {
        return () -> Map.of("templates", (long) book.size());
    }

    /** Ready means: knows all templates, and judges. Nothing here asks the broker, so an outage does not unready it. */
    @Bean
    HealthIndicator judgingHealth(
            TableFeed<TemplatePublished> templates, TransactionalPipeline<ShareSubmitted> pipeline) {
        return () -> {
            if (pipeline.stoppedAtUnreadable() || templates.stoppedAtUnreadable()) {
                return Health.down()
                        .withDetail("reason", "stopped at a record this version cannot read")
                        .build();
            }
            return templates.caughtUp() && pipeline.isRunning()
                    ? Health.up().build()
                    : Health.down()
                            .withDetail("reason", "still reading templates")
                            .build();
        };
    }
}
