package thunderpool.payout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.store.PgFigures;
import thunderpool.payout.store.PgFigures.Reading;
import thunderpool.runtime.Figures;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.PayoutChanged.State;

/** All meters, figures and log lines of the payout saga. Money is in satoshi; none names an account. */
final class PayoutMetrics implements PayoutLog, Figures {

    private static final Logger LOG = LoggerFactory.getLogger(PayoutMetrics.class);

    /** An alarm shows so long after it was last raised: some are raised only at every block. */
    private static final Duration ALARM_LASTS = Duration.ofMinutes(30);

    private static final String SATOSHI = "What accounts are owed, and what the wallet could spend";
    private static final String HELD =
            "What operators hold: unsigned orders, single accounts, and 1 while all are held";

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
    private final AtomicLong heldOrders;
    private final AtomicLong heldAccounts;
    private final AtomicLong allHeld;
    private final AtomicLong oldestWaiting;
    private final AtomicLong lastTick;

    /** Null before the first reading, and while another instance holds the lease. */
    private volatile @Nullable Reading newest;

    /** What the wallet could spend; null before its first answer. */
    private volatile @Nullable Sats spendable;

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
                alarms.put(
                        event,
                        gauge(
                                registry,
                                "thunderpool_payout_alarm",
                                "1 for half an hour after it was raised",
                                "alarm",
                                label));
            }
        }
        for (State state : State.values()) {
            String label = state.name().toLowerCase(Locale.ROOT);
            orders.put(state, gauge(registry, "thunderpool_payout_orders", "Payout orders by state", "state", label));
        }
        oldestOpen = gauge(
                registry,
                "thunderpool_payout_oldest_open_order_seconds",
                "Age of the oldest open order that waits for no operator",
                "of",
                "request");
        stuck = gauge(
                registry,
                "thunderpool_payout_unconfirmed_seconds",
                "Age of the oldest transaction without a confirmation",
                "of",
                "oldest");
        families = gauge(
                registry,
                "thunderpool_payout_transactions_watched",
                "Transactions that are not final yet",
                "of",
                "family");
        liabilities = gauge(registry, "thunderpool_payout_satoshi", SATOSHI, "of", "liabilities");
        hotWallet = gauge(registry, "thunderpool_payout_satoshi", SATOSHI, "of", "hot_wallet");
        heldOrders = gauge(registry, "thunderpool_payout_held", HELD, "of", "orders");
        heldAccounts = gauge(registry, "thunderpool_payout_held", HELD, "of", "accounts");
        allHeld = gauge(registry, "thunderpool_payout_held", HELD, "of", "all");
        oldestWaiting = gauge(
                registry,
                "thunderpool_payout_approval_waiting_seconds",
                "How long the oldest order waits for an operator's approval",
                "of",
                "oldest");
        lastTick = new AtomicLong();
        Gauge.builder("thunderpool_payout_last_tick_timestamp_seconds", lastTick, AtomicLong::get)
                .description("Unix time of the last finished round")
                .register(registry);
    }

    private static AtomicLong gauge(MeterRegistry registry, String name, String about, String tag, String label) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(about)
                .tag(tag, label)
                .register(registry);
        return value;
    }

    @Override
    public void note(PayoutEvent event, About about, String detail) {
        Counter counter = events.get(event);
        if (counter != null) {
            counter.increment();
        }
        // A node that is away fails every round in the same words: once is enough to be read.
        boolean repeated = event.isAlarm() && (about + detail).equals(lastSaid.put(event, about + detail));
        LoggingEventBuilder line = LOG.atLevel(event.isAlarm() ? (repeated ? Level.DEBUG : Level.WARN) : Level.INFO)
                .addKeyValue(
                        LogKey.EVENT,
                        "payout-" + event.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        List<String> orders = about.orders().stream().map(Hash256::wireHex).toList();
        if (!orders.isEmpty()) {
            line = line.addKeyValue(LogKey.ORDER, orders.size() == 1 ? orders.getFirst() : orders);
        }
        if (about.transaction().isPresent()) {
            line = line.addKeyValue(LogKey.TRANSACTION, about.transaction().get());
        }
        line.log(detail.isEmpty() ? "{}" : "{}: {}", event, detail);
    }

    /** @param raised alarms of this tick */
    void ticked(Set<PayoutEvent> raised, long nowMs) {
        lastTick.set(nowMs / 1_000);
        raised.forEach(alarm -> raisedMs.put(alarm, nowMs));
        alarms.forEach(
                (alarm, gauge) -> gauge.set(nowMs - raisedMs.getOrDefault(alarm, 0L) < ALARM_LASTS.toMillis() ? 1 : 0));
    }

    void measured(Reading figures, long nowMs) {
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
        heldOrders.set(figures.word().heldOrders());
        heldAccounts.set(figures.word().heldAccounts());
        allHeld.set(figures.word().allHeld() ? 1 : 0);
        oldestWaiting.set(secondsSince(figures.word().oldestWaitingMs(), nowMs));
        newest = figures;
    }

    void hotWallet(Sats wallet) {
        hotWallet.set(wallet.value());
        spendable = wallet;
    }

    /** Another instance has the lease, and its figures count: what was known here would keep an alarm up that is over there. */
    void standBy() {
        newest = null;
        spendable = null;
        raisedMs.clear();
        alarms.values().forEach(gauge -> gauge.set(0));
        orders.values().forEach(gauge -> gauge.set(0));
        for (AtomicLong gauge : List.of(
                oldestOpen,
                stuck,
                families,
                liabilities,
                hotWallet,
                heldOrders,
                heldAccounts,
                allHeld,
                oldestWaiting)) {
            gauge.set(0);
        }
    }

    @Override
    public Map<String, Long> figures() {
        Reading known = newest;
        if (known == null) {
            return Map.of();
        }
        Map<String, Long> figures = new HashMap<>();
        known.orders()
                .forEach((state, count) -> figures.put("payouts_" + state.name().toLowerCase(Locale.ROOT), count));
        if (known.oldestOpenMs() != 0) {
            figures.put("oldest_open_at_ms", known.oldestOpenMs());
        }
        figures.put("liabilities_sat", known.liabilitiesSats());
        PgFigures.Word word = known.word();
        figures.put("payouts_held", word.heldOrders());
        figures.put("accounts_held", word.heldAccounts());
        figures.put("all_payouts_held", word.allHeld() ? 1L : 0L);
        figures.put("approval_waiting", known.orders().getOrDefault(State.AWAITING_APPROVAL, 0L));
        figures.put("approval_waiting_sat", word.waitingSats());
        figures.put("approval_version", word.approval().version());
        word.approval().above().ifPresent(above -> figures.put("approval_above_sat", above.value()));
        Sats wallet = spendable;
        if (wallet != null) {
            figures.put("hot_wallet_sat", wallet.value());
        }
        return figures;
    }

    private static long secondsSince(long atMs, long nowMs) {
        return atMs == 0 ? 0 : Math.max(0, (nowMs - atMs) / 1_000);
    }
}
