package thunderpool.payout.saga;

import java.time.Duration;
import java.util.Optional;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.saga.Asked.Refusal;
import thunderpool.payout.schedule.PlannedScheme;
import thunderpool.payout.schedule.Schedule;
import thunderpool.payout.schedule.Scheme;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;

/** Changes schemes, now or when it was said, and tells their followers. */
final class Schemes {

    private static final long FARTHEST_MS = Duration.ofDays(366).toMillis();

    private final String chain;

    Schemes(String chain) {
        this.chain = chain;
    }

    /**
     * Obeys put-scheme. A plan counts as a change of the scheme: whoever planned or changed it meanwhile is noticed by its
     * version, and a new word takes the place of an earlier plan.
     */
    long put(PayoutTx tx, Asked asked) throws Refusal {
        String name = asked.field("scheme");
        Optional<Scheme> before = tx.schedules().scheme(name);
        long version = before.map(Scheme::version).orElse(0L);
        asked.madeFor(version);
        Scheme wanted;
        try {
            wanted = new Scheme(
                    name,
                    version + 1,
                    Math.toIntExact(asked.number("block_interval")),
                    Math.toIntExact(asked.number("time_interval")),
                    asked.field("description"));
        } catch (IllegalArgumentException invalid) {
            throw new Refusal(String.valueOf(invalid.getMessage()));
        }
        if (!asked.has("from_ms")) {
            change(tx, wanted);
            return wanted.version();
        }
        long fromMs = asked.number("from_ms");
        if (fromMs < asked.nowMs() || fromMs > asked.nowMs() + FARTHEST_MS) {
            throw new Refusal("from_ms must be a time from now on, at most 366 days ahead");
        }
        Scheme same = before.orElseThrow(() -> new Refusal("a new scheme begins at once: nobody follows it yet"));
        Scheme counted = same.changed(same.blockInterval(), same.timeIntervalMinutes(), same.description());
        tx.schedules().save(counted);
        PlannedScheme plan = new PlannedScheme(wanted, fromMs);
        tx.schedules().plan(plan);
        tx.publish(SchemeChanged.TOPIC, counted.told(plan));
        return counted.version();
    }

    /** Plans whose time has come. */
    void run(PayoutTx tx, long nowMs) {
        for (PlannedScheme plan : tx.schedules().planned()) {
            if (plan.fromMs() <= nowMs) {
                Scheme planned = plan.scheme();
                Scheme now = tx.schedules().scheme(planned.name()).orElseThrow();
                change(tx, now.changed(planned.blockInterval(), planned.timeIntervalMinutes(), planned.description()));
            }
        }
    }

    /** Followers are told their new intervals at once; that is one record an account. */
    private void change(PayoutTx tx, Scheme scheme) {
        tx.schedules().save(scheme);
        tx.schedules().dropPlan(scheme.name());
        tx.publish(SchemeChanged.TOPIC, scheme.told());
        for (Schedule follower : tx.schedules().followersOf(scheme.name())) {
            save(tx, follower.following(scheme.name()));
        }
    }

    /** Writes an account's schedule and tells it. */
    long save(PayoutTx tx, Schedule schedule) {
        Scheme scheme = tx.schedules().scheme(schedule.schemeName()).orElseThrow();
        tx.schedules().save(schedule);
        tx.publish(ScheduleChanged.TOPIC, schedule.told(chain, scheme));
        return schedule.version();
    }
}
