package thunderpool.accounting;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import thunderpool.accounting.ledger.LedgerAccount.Purse;
import thunderpool.accounting.ledger.LedgerAudit;
import thunderpool.accounting.window.Seals;
import thunderpool.runtime.Figures;
import thunderpool.topics.BlockChanged;
import thunderpool.work.Slice;

/** All meters and figures of accounting. Money is in satoshi; none names an account. */
final class AccountingMetrics implements Figures {

    /** What the newest audit told, for people. */
    private record Audited(LedgerAudit audit, Accounting.Overview overview, long atMs) {

        long liabilities() {
            return audit.immature() + audit.payable() + audit.reserved();
        }
    }

    private final LongSupplier nanoClock;
    private final Counter credited;
    private final Counter rejected;
    private final Counter epochs;
    private final Counter splits;
    private final Timer fold;
    private final AtomicLong imbalance = new AtomicLong();
    private final AtomicLong findings = new AtomicLong();
    private final AtomicLong halted = new AtomicLong();
    private final AtomicLong auditedAt = new AtomicLong();
    private final AtomicLong unsealedAge = new AtomicLong();
    private final AtomicLong oldestImmature = new AtomicLong();

    /** Null before the first audit, and while another instance holds the lease. */
    private volatile @Nullable Audited newest;

    private final Map<Purse, AtomicLong> purses = new EnumMap<>(Purse.class);
    private final Map<BlockChanged.State, AtomicLong> blocks = new EnumMap<>(BlockChanged.State.class);

    AccountingMetrics(MeterRegistry registry, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        credited = counter(registry, "thunderpool_shares_folded", "result", "credited", "Shares taken from the log");
        rejected = counter(registry, "thunderpool_shares_folded", "result", "rejected", "Shares taken from the log");
        epochs = Counter.builder("thunderpool_epochs_closed")
                .description("Epochs closed by this instance")
                .register(registry);
        splits = Counter.builder("thunderpool_blocks_split")
                .description("Rewards split by this instance")
                .register(registry);
        fold = Timer.builder("thunderpool_fold")
                .description("Time to fold one batch of judgements, with its transaction")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
        gauge(registry, "thunderpool_ledger_imbalance", "Satoshi by which the ledger is off; must be 0", imbalance);
        gauge(registry, "thunderpool_ledger_findings", "Failed invariants of the newest audit; must be 0", findings);
        gauge(
                registry,
                "thunderpool_ledger_audited_timestamp_seconds",
                "Unix time of the newest audit of the ledger",
                auditedAt);
        gauge(registry, "thunderpool_payouts_halted", "1 while an alarm stops payouts", halted);
        gauge(
                registry,
                "thunderpool_unsealed_slice_age_seconds",
                "Time since the end of the sealed slices",
                unsealedAge);
        gauge(
                registry,
                "thunderpool_block_oldest_immature_seconds",
                "Time since the oldest block was solved that is neither mature nor orphaned",
                oldestImmature);
        for (Purse purse : Purse.values()) {
            purses.put(
                    purse,
                    labelled(
                            registry,
                            "thunderpool_ledger_satoshi",
                            Tag.of("purse", purse.label()),
                            "Satoshi by purse"));
        }
        for (BlockChanged.State state : BlockChanged.State.values()) {
            blocks.put(
                    state,
                    labelled(
                            registry,
                            "thunderpool_blocks",
                            Tag.of("state", state.name()),
                            "Blocks of the pool by state"));
        }
    }

    /** Runs a fold and measures it. */
    void folding(Supplier<Accounting.Folded> work) {
        long began = nanoClock.getAsLong();
        Accounting.Folded folded = work.get();
        fold.record(nanoClock.getAsLong() - began, TimeUnit.NANOSECONDS);
        credited.increment(folded.credited());
        rejected.increment(folded.rejected());
    }

    void ticked(Accounting.Ticked ticked, long nowMs) {
        epochs.increment(ticked.epochsClosed());
        splits.increment(ticked.blocksSplit());
        if (ticked.sealedThrough() != Seals.NOTHING) {
            unsealedAge.set(secondsSince(ticked.sealedThrough() + 1, nowMs));
        }
    }

    private static long secondsSince(long slice, long nowMs) {
        return Math.max(0, (nowMs - Slice.startMs(slice)) / 1_000);
    }

    void audited(LedgerAudit audit, Accounting.Overview overview, long nowMs) {
        newest = new Audited(audit, overview, nowMs);
        auditedAt.set(nowMs / 1_000);
        imbalance.set(audit.imbalance());
        findings.set(audit.findings().size());
        halted.set(overview.alarms() > 0 ? 1 : 0);
        oldestImmature.set(
                overview.oldestImmature().isEmpty()
                        ? 0
                        : secondsSince(overview.oldestImmature().getAsLong(), nowMs));
        set(Purse.CHAIN, audit.chain());
        set(Purse.IMMATURE, audit.immature());
        set(Purse.PAYABLE, audit.payable());
        set(Purse.RESERVED, audit.reserved());
        set(Purse.PAID, audit.paid());
        set(Purse.FEE_IMMATURE, audit.feeImmature());
        set(Purse.FEE_PAYABLE, audit.feePayable());
        blocks.forEach((state, count) -> count.set(overview.blocks().getOrDefault(state, 0L)));
    }

    /** Another instance has the lease, and its figures count: what was known here would keep an alarm up that is over there. */
    void standBy() {
        newest = null;
        for (AtomicLong gauge : List.of(imbalance, findings, halted, auditedAt, unsealedAge, oldestImmature)) {
            gauge.set(0);
        }
        purses.values().forEach(gauge -> gauge.set(0));
        blocks.values().forEach(gauge -> gauge.set(0));
    }

    @Override
    public Map<String, Long> figures() {
        Audited known = newest;
        if (known == null) {
            return Map.of();
        }
        Map<String, Long> figures = new HashMap<>();
        figures.put("ledger_imbalance_sat", known.audit.imbalance());
        figures.put("ledger_findings", (long) known.audit.findings().size());
        figures.put("ledger_audited_at_ms", known.atMs);
        figures.put("alarms", (long) known.overview.alarms());
        figures.put("payouts_stopped", known.overview.alarms() > 0 ? 1L : 0L);
        figures.put("liabilities_sat", known.liabilities());
        figures.put("pool_fees_sat", known.audit.feePayable());
        if (known.overview.openEpoch() > 0) {
            figures.put("open_epoch", known.overview.openEpoch());
        }
        return figures;
    }

    private void set(Purse purse, long satoshi) {
        AtomicLong gauge = purses.get(purse);
        if (gauge != null) {
            gauge.set(satoshi);
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String tag, String value, String about) {
        return Counter.builder(name).description(about).tag(tag, value).register(registry);
    }

    private static void gauge(MeterRegistry registry, String name, String about, AtomicLong value) {
        Gauge.builder(name, value, AtomicLong::get).description(about).register(registry);
    }

    private static AtomicLong labelled(MeterRegistry registry, String name, Tag label, String about) {
        AtomicLong value = new AtomicLong();
        Gauge.builder(name, value, AtomicLong::get)
                .description(about)
                .tags(List.of(label))
                .register(registry);
        return value;
    }
}
