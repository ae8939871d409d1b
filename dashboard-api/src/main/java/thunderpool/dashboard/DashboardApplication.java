package thunderpool.dashboard;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import thunderpool.dashboard.http.HttpWiring;
import thunderpool.dashboard.http.admin.AdminHttpWiring;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.LiveEvents;
import thunderpool.dashboard.view.Overview;
import thunderpool.dashboard.view.PgDays;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.PgPresence;
import thunderpool.dashboard.view.PgWork;
import thunderpool.dashboard.view.PoolMeters;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;

/** dashboard-api by itself: folds topics into read models, and serves them to people and programs. */
@ServiceApplication
@ServiceDatabase
@Import({
    ReadWiring.class,
    FeedWiring.class,
    AdminWiring.class,
    AdminPoolWiring.class,
    AdminFeedWiring.class,
    AdminHttpWiring.class,
    HttpWiring.class
})
public class DashboardApplication {

    private static final Logger LOG = LoggerFactory.getLogger(DashboardApplication.class);

    private static final Duration STATS_EVERY = Duration.ofSeconds(5);
    private static final Duration METERS_EVERY = Duration.ofSeconds(15);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);
    private static final Duration PRESENCE_KEPT = Duration.ofDays(7);

    public static void main(String[] args) {
        ServiceMain.run(DashboardApplication.class, "dashboard", args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** Ids of commands must not be guessed. */
    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    /** What the clock alone starts: figures for the live stream, and forgetting old minutes. */
    @Bean(destroyMethod = "close")
    ScheduledExecutorService periodic(
            Overview overview,
            PgMiners miners,
            PoolMeters meters,
            LiveEvents events,
            PgWork work,
            PgPresence presence,
            PgDays days,
            DashboardConfig config,
            InstantSource clock) {
        ScheduledExecutorService periodic = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("dashboard-periodic").daemon().factory());
        every(periodic, STATS_EVERY, () -> {
            if (events.anyoneListens()) {
                events.stats(overview.stats());
            }
        });
        every(periodic, METERS_EVERY, () -> meters.read(overview.stats(), miners.hardestShare()));
        every(periodic, FORGET_EVERY, () -> LOG.info("put hours of history together: {} rows of a day", days.pack()));
        Duration kept = Duration.ofDays(config.workRetentionDays());
        every(
                periodic,
                FORGET_EVERY,
                () -> LOG.info(
                        "forgot {} steps of history, {} workers gone and bans over",
                        work.forget(clock.millis(), kept),
                        presence.forgetBefore(
                                clock.instant().minus(PRESENCE_KEPT).toEpochMilli())));
        return periodic;
    }

    /** A task that fails is tried again at its next turn. */
    private static void every(ScheduledExecutorService periodic, Duration time, Runnable task) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException failed) {
                LOG.warn("a periodic task failed and is tried again", failed);
            }
        };
        var _ = periodic.scheduleWithFixedDelay(guarded, time.toMillis(), time.toMillis(), TimeUnit.MILLISECONDS);
    }
}
