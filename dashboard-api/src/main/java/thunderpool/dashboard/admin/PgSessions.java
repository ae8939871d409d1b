package thunderpool.dashboard.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Who is signed in, for all instances. A session's id is 256 random bits, made here and never taken from outside; only its
 * hash is stored. Roles are read from the user at each request: a change holds at once.
 */
public final class PgSessions {

    private static final int ID_BYTES = 32;

    /** Being seen is written down this often at most: not every request is a write. */
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

    /**
     * How long sessions last.
     *
     * @param idle unused
     * @param longest in all
     */
    public record Limits(Duration idle, Duration longest) {}

    private final JdbcClient jdbc;
    private final RandomGenerator random;
    private final Limits limits;

    /** @param random of cryptographic quality */
    public PgSessions(JdbcClient jdbc, RandomGenerator random, Limits limits) {
        this.jdbc = jdbc;
        this.random = random;
        this.limits = limits;
    }

    /** @return the id, for its owner alone */
    String open(String user, String address, long nowMs) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String text = HexFormat.of().formatHex(id);
        jdbc.sql("insert into admin_sessions values (?, ?, ?, ?, ?)")
                .params(hash(text), user, address, nowMs, nowMs)
                .update();
        return text;
    }

    /** Whose session it is, while it lasts. */
    public Optional<Person> find(String id, long nowMs) {
        byte[] hash = hash(id);
        Optional<Found> found = jdbc.sql("""
                        select u.name, u.role, u.password_change_needed, s.seen_at_ms
                        from admin_sessions s join admin_users u on u.name = s.user_name
                        where s.id_hash = ? and u.enabled and u.confirmed
                          and s.seen_at_ms > ? and s.created_at_ms > ?""")
                .params(
                        hash,
                        nowMs - limits.idle().toMillis(),
                        nowMs - limits.longest().toMillis())
                .query((row, at) -> new Found(
                        new Person(
                                row.getString("name"),
                                Role.valueOf(row.getString("role")),
                                row.getBoolean("password_change_needed")),
                        row.getLong("seen_at_ms")))
                .optional();
        if (found.isPresent() && nowMs - found.get().seenAtMs >= NOTED_EVERY.toMillis()) {
            jdbc.sql("update admin_sessions set seen_at_ms = ? where id_hash = ?")
                    .params(nowMs, hash)
                    .update();
        }
        return found.map(Found::person);
    }

    void close(String id) {
        jdbc.sql("delete from admin_sessions where id_hash = ?").param(hash(id)).update();
    }

    void closeAll(String user) {
        jdbc.sql("delete from admin_sessions where user_name = ?").param(user).update();
    }

    /** Those that ended by themselves. */
    void sweep(long nowMs) {
        jdbc.sql("delete from admin_sessions where seen_at_ms <= ? or created_at_ms <= ?")
                .params(
                        nowMs - limits.idle().toMillis(),
                        nowMs - limits.longest().toMillis())
                .update();
    }

    private record Found(Person person, long seenAtMs) {}

    private static byte[] hash(String id) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
