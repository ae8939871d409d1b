package thunderpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.Topic;

/**
 * Whether the broker's log is the one this database was folded from. A log that was lost and made anew has topics with
 * other ids: positions would point into other records, and what was told is not told there. Nothing is read or told until
 * a person names the new log, by the id of its {@code admin-command}; then the positions in topics that are new, and in no
 * other, are forgotten in one transaction with what the service tells again.
 *
 * <p>The log is looked at once a process: who changes it stops every service first. Safe for several threads and
 * instances.
 */
public final class LogIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(LogIdentity.class);
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    /** What a service does about a log that is not the one it knows. */
    public interface Host {
        /** Does and tells nothing. */
        Host SILENT = topics -> {};

        /** Inside the transaction that forgets the positions in these topics. */
        void begins(Set<String> topics);

        /** These topics are new, and nobody has named the log they belong to. */
        default void refuses(Set<String> topics) {}
    }

    private final TopicIds broker;
    private final List<Topic<?>> topics;
    private final @Nullable String newLog;
    private final PgKnownTopics store;
    private final TransactionTemplate transaction;
    private final LongSupplier nanoClock;
    private boolean ours;
    private boolean said;
    private int number;
    private @Nullable Long lookedNanos;

    /**
     * @param topics that this service folds, or tells to others
     * @param newLog id of the new log's {@code admin-command}, from {@link DatabaseConfig#newLog}
     * @param jdbc of the same transactions
     */
    public LogIdentity(
            TopicIds broker,
            List<Topic<?>> topics,
            @Nullable String newLog,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        this(broker, topics, newLog, jdbc, transactions, System::nanoTime);
    }

    LogIdentity(
            TopicIds broker,
            List<Topic<?>> topics,
            @Nullable String newLog,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            LongSupplier nanoClock) {
        this.broker = broker;
        this.topics = Stream.concat(topics.stream(), Stream.of(AdminCommand.TOPIC))
                .distinct()
                .toList();
        this.newLog = newLog;
        this.store = new PgKnownTopics(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.nanoClock = nanoClock;
    }

    /** Whether it was found to be ours; asks nobody. */
    public synchronized boolean isKnown() {
        return ours;
    }

    /** How many logs this database has begun anew on; known once the log is. */
    public synchronized int number() {
        return number;
    }

    /** Whether it is ours, or has become so just now; false also while broker or database are away. */
    public synchronized boolean isOurs(Host host) {
        if (ours || (lookedNanos != null && nanoClock.getAsLong() - lookedNanos < AGAIN_NANOS)) {
            return ours;
        }
        try {
            look(host);
        } catch (KafkaException away) {
            LOG.debug("it is not known yet whose log this is", away);
        } catch (RuntimeException failed) {
            LOG.warn("it is not known yet whose log this is: {}", failed.getMessage());
        }
        lookedNanos = nanoClock.getAsLong();
        return ours;
    }

    private void look(Host host) {
        Map<String, String> now = new TreeMap<>(broker.of(topics));
        String id = now.get(AdminCommand.TOPIC.name());
        Set<String> refused = Objects.requireNonNull(transaction.execute(status -> compare(now, id, host)));
        ours = refused.isEmpty();
        if (!ours) {
            host.refuses(refused);
            say(refused, id);
        }
    }

    /** @return the new topics that are not accepted */
    private Set<String> compare(Map<String, String> now, @Nullable String id, Host host) {
        Map<String, String> known = store.locked();
        Set<String> changed = new TreeSet<>();
        now.forEach((topic, topicId) -> {
            if (!topicId.equals(known.getOrDefault(topic, topicId))) {
                changed.add(topic);
            }
        });
        if (!changed.isEmpty() && (newLog == null || !newLog.equals(id))) {
            return changed;
        }
        if (!changed.isEmpty()) {
            store.begin(changed);
            host.begins(changed);
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.LOG_BEGUN)
                    .log("begins on the new log {}: positions in {} are forgotten", id, changed);
        }
        store.know(now);
        number = store.number();
        return Set.of();
    }

    private void say(Set<String> refused, @Nullable String id) {
        if (!said) {
            said = true;
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.LOG_REFUSED)
                    .log(
                            "ANOTHER LOG: {} are not the topics this database was folded from. Nothing is read or told"
                                    + " until the log is restored, or database.new-log={} is set",
                            refused,
                            id);
        }
    }
}
