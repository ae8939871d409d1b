package thunderpool.lab.e2e.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import thunderpool.accounting.Accounting;
import thunderpool.accounting.AccountingRules;
import thunderpool.accounting.LogReading;
import thunderpool.accounting.MemoryAccounting;
import thunderpool.accounting.reward.RewardRules;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/**
 * Two accounting-services over one database: both read everything, the database decides whose transaction counts. They
 * are given records again, die before and after commits, and now and then both believe that they hold the lease.
 */
final class AccountingHost {

    static final AccountingRules RULES = new AccountingRules(SimChain.CHAIN.name(), 6, new RewardRules(100, 200, 2));

    private record Feed<T>(Topic<T> topic, int partition, Consumer<List<Received<T>>> handler) {
        String name() {
            return topic.name() + "-" + partition;
        }
    }

    private final Broker broker;
    private final Dice dice;
    private final boolean ignoresPositions;
    private final MemoryAccounting database = new MemoryAccounting(RULES);
    private final Accounting core = database.core();
    private final Outbox outbox;
    private final List<Feed<?>> feeds = new ArrayList<>();
    private final List<Map<String, Long>> fetchers = List.of(new HashMap<>(), new HashMap<>());
    private boolean mayDie;
    int crashes;
    int redeliveries;

    AccountingHost(Broker broker, Dice dice, boolean ignoresPositions) {
        this.broker = broker;
        this.dice = dice;
        this.ignoresPositions = ignoresPositions;
        this.outbox = new Outbox(broker, dice);
        for (int partition = 0; partition < Judgement.TOPIC.partitions(); partition++) {
            feeds.add(new Feed<>(Judgement.TOPIC, partition, core::onJudgements));
        }
        feeds.add(new Feed<>(BlockChanged.TOPIC, 0, core::onBlockChanged));
        feeds.add(new Feed<>(AdminCommand.TOPIC, 0, core::onAdminCommand));
        feeds.add(new Feed<>(PayoutRequested.TOPIC, 0, core::onPayoutRequested));
        feeds.add(new Feed<>(PayoutSettled.TOPIC, 0, core::onPayoutSettled));
        database.beforeCommit(() -> {
            if (mayDie && dice.fault(0.004)) {
                throw new Dice.Killed("accounting before a commit");
            }
        });
    }

    MemoryAccounting database() {
        return database;
    }

    void step() {
        for (int instance = 0; instance < fetchers.size(); instance++) {
            Map<String, Long> fetcher = fetchers.get(instance);
            mayDie = true;
            try {
                if (dice.isCalm() || dice.chance(0.6)) {
                    feeds.forEach(feed -> fetch(feed, fetcher));
                }
                if (instance == 0 || dice.chance(0.2)) {
                    tick();
                }
                if (dice.fault(0.004)) {
                    throw new Dice.Killed("accounting after a commit");
                }
            } catch (Dice.Killed killed) {
                crashes++;
                fetcher.clear();
            } finally {
                mayDie = false;
            }
            database.publish(outbox::put);
        }
        outbox.pump();
    }

    private <T> void fetch(Feed<T> feed, Map<String, Long> fetcher) {
        long position = database.position(feed.topic, feed.partition);
        long from = fetcher.computeIfAbsent(feed.name(), fresh -> position);
        if (dice.fault(0.03)) {
            from = Math.max(0, from - 1 - dice.below(3));
        }
        List<Received<T>> batch = broker.read(feed.topic, feed.partition, from, 1 + dice.below(12));
        if (batch.isEmpty()) {
            return;
        }
        try {
            feed.handler.accept(ignoresPositions ? renumbered(batch, position) : batch);
            fetcher.put(feed.name(), batch.getLast().offset() + 1);
        } catch (IllegalStateException foldedBefore) {
            Law.holds(from < position, "a batch nobody has folded was refused: %s", foldedBefore);
            redeliveries++;
            fetcher.put(feed.name(), position);
        }
    }

    /** Sabotage: whatever comes looks as if it were new. */
    private static <T> List<Received<T>> renumbered(List<Received<T>> batch, long position) {
        List<Received<T>> fresh = new ArrayList<>();
        for (Received<T> record : batch) {
            fresh.add(new Received<>(
                    record.topic(),
                    record.partition(),
                    Math.max(record.offset(), position + fresh.size()),
                    record.appendTimeMs(),
                    record.value()));
        }
        return fresh;
    }

    private void tick() {
        if (!broker.isAway()) {
            core.tick(broker.nowMs(), readingOf(broker, database));
        }
    }

    /** As the service does it: what lies unread on the log. */
    static LogReading readingOf(Broker broker, MemoryAccounting database) {
        return new LogReading() {
            @Override
            public boolean hasBlocksSince(long sinceMs) {
                return unread(BlockChanged.TOPIC).noneMatch(record -> record.appendTimeMs() >= sinceMs);
            }

            @Override
            public boolean hasCommandsBefore(long beforeMs) {
                return unread(AdminCommand.TOPIC).noneMatch(record -> record.appendTimeMs() < beforeMs);
            }

            private <T> Stream<Received<T>> unread(Topic<T> topic) {
                return broker.all(topic, 0, database.position(topic, 0)).stream();
            }
        };
    }

    /** Everything on the log is folded and everything caused by it is on the log. */
    boolean isCaughtUp() {
        return outbox.isEmpty()
                && feeds.stream()
                        .allMatch(feed -> database.position(feed.topic, feed.partition)
                                == broker.end(feed.topic, feed.partition));
    }

    /** The last slice of the newest closed epoch. */
    long closedThrough() {
        return database.epochs().isEmpty() ? -1 : database.epochs().getLast().lastSlice();
    }

    int repeated() {
        return outbox.repeated();
    }
}
