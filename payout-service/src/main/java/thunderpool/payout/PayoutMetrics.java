package thunderpool.payout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.store.PgFigures.Figures;
import thunderpool.topics.PayoutChanged.State;

/** All meters and log lines of the payout saga. Money is in satoshi; no meter names an account. */
final class PayoutMetrics implements PayoutLog {

    private static final Logger LOG = LoggerFactory.getLogger(PayoutMetrics.class);

    /** An alarm shows so long after it was last raised: some are raised only at every block. */
    private static final Duration ALARM_LASTS = Duration.ofMinutes(30);

    private final Map<PayoutEvent, Counter> events = new EnumMap<>(PayoutEvent.class);
    private final Map<PayoutEvent, AtomicLong> alarms = new EnumMap<>(PayoutEvent.class);
    private final Map<PayoutEvent, Long> raisedMs = new EnumMap<>(PayoutEvent.class);
    private final Map<State, AtomicLong> orders = new EnumMap<>(State.class);
    private final Map<PayoutEvent, String> lastSaid = new EnumMap<>(PayoutEvent.class);
    private final AtomicLong oldestOpen;
    private final AtomicLong stuck;
    private final AtomicLong families;
    private final AtomicLong liabilities;
    private final AtomicLong hotWallet;
    private final AtomicLong lastTick;

    PayoutMetrics(MeterRegistry registry) {
        for (PayoutEvent event : PayoutEvent.values()) {
            String label = event.name().toLowerCase(Locale.ROOT);
            events.put(
                    event,
                    Counter.builder("thunderpool_payout_events")
                            .description("What happened to orders and transactions")
                            .tag("event", label)
                            .register(registry));
            if (event.isAlarm()) {
                alarms.put(event, gauge(registry, "thunderpool_payout_alarm", "alarm", label));
            }
        }
        for (State state : State.values()) {
            orders.put(
                    state,
                    gauge(
                            registry,
                            "thunderpool_payout_orders",
                            "state",
                            state.name().toLowerCase(Locale.ROOT)));
        }
        oldestOpen = gauge(registry, "thunderpool_payout_oldest_open_order_seconds", "of", "request");
        stuck = gauge(registry, "thunderpool_payout_unconfirmed_seconds", "of", "oldest");
        families = gauge(registry, "thunderpool_payout_transactions_watched", "of", "family");
        liabilities = gauge(registry, "thunderpool_payout_satoshi", "of", "liabilities");
        hotWallet = gauge(registry, "thunderpool_payout_satoshi", "of", "hot_wallet");
        lastTick = gauge(registry, "thunderpool_payout_last_tick_seconds", "of", "unix_time");
    }

    private static AtomicLong gauge(MeterRegistry registry, String name, String tag, String label) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get).tag(tag, label).register(registry);
        return value;
    }

    @Override
    public void note(PayoutEvent event, String detail) {
        Counter counter = events.get(event);
        if (counter != null) {
            counter.increment();
        }
        if (event.isAlarm()) {
            // A node that is away fails every round in the same words: once is enough to be read.
            boolean repeated = detail.equals(lastSaid.put(event, detail));
            LOG.atLevel(repeated ? Level.DEBUG : Level.WARN).log("{}: {}", event, detail);
        } else {
            LOG.info("{}: {}", event, detail);
        }
    }

    /** @param raised alarms of this tick */
    void ticked(Set<PayoutEvent> raised, long nowMs) {
        lastTick.set(nowMs / 1_000);
        raised.forEach(alarm -> raisedMs.put(alarm, nowMs));
        alarms.forEach(
                (alarm, gauge) -> gauge.set(nowMs - raisedMs.getOrDefault(alarm, 0L) < ALARM_LASTS.toMillis() ? 1 : 0));
    }

    void measured(Figures figures, long nowMs) {
        figures.orders().forEach((state, count) -> {
            AtomicLong gauge = orders.get(state);
            if (gauge != null) {
                gauge.set(count);
            }
        });
        oldestOpen.set(secondsSince(figures.oldestOpenMs(), nowMs));
        stuck.set(secondsSince(figures.oldestUnconfirmedMs(), nowMs));
        families.set(figures.openFamilies());
        liabilities.set(figures.liabilitiesSats());
    }

    void hotWallet(Sats spendable) {
        hotWallet.set(spendable.value());
    }

    private static long secondsSince(long atMs, long nowMs) {
        return atMs == 0 ? 0 : Math.max(0, (nowMs - atMs) / 1_000);
    }
}
