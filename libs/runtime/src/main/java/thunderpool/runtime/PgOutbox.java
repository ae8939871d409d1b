package thunderpool.runtime;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import thunderpool.topics.Topic;

/** The outbox in the service's own schema; its table comes from the migrations in {@code db/runtime/outbox}. */
public final class PgOutbox implements Outbox {
    private static final String INSERT =
            "insert into outbox (topic, partition, record_key, record) values (?, ?, ?, ?)";

    private final JdbcTemplate jdbc;

    public PgOutbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws IllegalStateException outside a transaction: the record could then exist without its change */
    @Override
    public <T> void append(Topic<T> topic, T value) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("a record for " + topic.name() + " must be appended inside a transaction");
        }
        jdbc.update(
                INSERT,
                topic.name(),
                topic.partition().applyAsInt(value),
                topic.key().apply(value),
                topic.codec().encode(value));
    }

    /** For callers that drive their own connection: joins its open transaction. */
    public static <T> void append(Connection connection, Topic<T> topic, T value) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException("a record for " + topic.name() + " must be appended inside a transaction");
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, topic.name());
            insert.setInt(2, topic.partition().applyAsInt(value));
            insert.setBytes(3, topic.key().apply(value));
            insert.setBytes(4, topic.codec().encode(value));
            insert.executeUpdate();
        }
    }

    /** The oldest unpublished records, in id order. */
    List<OutboxRecord> oldest(int limit) {
        return jdbc.query(
                "select id, topic, partition, record_key, record from outbox order by id limit ?",
                (row, index) -> new OutboxRecord(
                        row.getLong(1), row.getString(2), row.getInt(3), row.getBytes(4), row.getBytes(5)),
                limit);
    }

    /** Only these: a record with a lower id may have been committed since they were read. */
    void forget(List<Long> ids) {
        Long[] array = ids.toArray(Long[]::new);
        jdbc.update(
                "delete from outbox where id = any (?)",
                statement -> statement.setArray(1, statement.getConnection().createArrayOf("bigint", array)));
    }

    /** How long the oldest record has waited; zero when none does. */
    Duration oldestAge() {
        Long ms = jdbc.queryForObject("""
                select coalesce(extract(epoch from clock_timestamp() - min(created_at)) * 1000, 0)::bigint from outbox
                """, Long.class);
        return ms == null ? Duration.ZERO : Duration.ofMillis(ms);
    }
}
