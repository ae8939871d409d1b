package thunderpool.runtime;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of which topics the service's own schema was made; tables from {@code db/runtime/positions}. Called inside a transaction. */
final class PgKnownTopics {
    private final JdbcTemplate jdbc;

    PgKnownTopics(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Ids by the topics' names; other instances wait for this transaction to end. */
    Map<String, String> locked() {
        jdbc.execute("lock table known_topics in exclusive mode");
        Map<String, String> known = new HashMap<>();
        jdbc.query("select topic, topic_id from known_topics", row -> {
            known.put(row.getString(1), row.getString(2));
        });
        return known;
    }

    void know(Map<String, String> ids) {
        ids.forEach((topic, id) -> jdbc.update("""
                insert into known_topics (topic, topic_id) values (?, ?)
                on conflict (topic) do update set topic_id = excluded.topic_id
                """, topic, id));
    }

    int number() {
        Integer number = jdbc.queryForObject("select number from log_number", Integer.class);
        return number == null ? 0 : number;
    }

    /** Counts a new log, of which nothing is folded yet. */
    void begin(Collection<String> topics) {
        topics.forEach(topic -> jdbc.update("delete from feed_positions where topic = ?", topic));
        jdbc.update("update log_number set number = number + 1");
    }
}
