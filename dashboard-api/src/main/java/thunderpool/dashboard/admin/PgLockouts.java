package thunderpool.dashboard.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts wrong tries for all instances. A try is counted before it is looked at and given back when it was right: so many
 * at once are counted like one after the other.
 */
public final class PgLockouts {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    public PgLockouts(JdbcClient jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** Seconds to wait when the door is locked; else the try is counted as wrong until {@link #right}. */
    OptionalLong begin(Lockout.Rule rule, String subject, long nowMs) {
        String key = key(rule, subject);
        OptionalLong wait = transaction.execute(status -> {
            jdbc.sql("insert into admin_lockouts values (?, 0, ?, 0) on conflict do nothing")
                    .params(key, nowMs)
                    .update();
            Lockout before = jdbc.sql("select * from admin_lockouts where subject = ? for update")
                    .param(key)
                    .query((row, at) ->
                            new Lockout(row.getInt("failures"), row.getLong("last_failed_ms"), row.getLong("until_ms")))
                    .single();
            if (before.isLocked(nowMs)) {
                return OptionalLong.of(before.secondsLeft(nowMs));
            }
            Lockout after = before.failed(rule, nowMs);
            jdbc.sql("update admin_lockouts set failures = ?, last_failed_ms = ?, until_ms = ? where subject = ?")
                    .params(after.failures(), after.lastMs(), after.untilMs(), key)
                    .update();
            return OptionalLong.empty();
        });
        return wait == null ? OptionalLong.empty() : wait;
    }

    /** The try was right: an account starts anew, an address gets this one try back. */
    void right(String user, String address) {
        forget(user);
        jdbc.sql("update admin_lockouts set failures = greatest(failures - 1, 0), until_ms = 0 where subject = ?")
                .param(key(Lockout.Rule.ADDRESS, address))
                .update();
    }

    void forget(String user) {
        jdbc.sql("delete from admin_lockouts where subject = ?")
                .param(key(Lockout.Rule.USER, user))
                .update();
    }

    void forgetBefore(long ms) {
        jdbc.sql("delete from admin_lockouts where last_failed_ms < ? and until_ms < ?")
                .params(ms, ms)
                .update();
    }

    /** Names as typed may be anything, even a password in the wrong field: only their hash is kept. */
    private static String key(Lockout.Rule rule, String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return rule.name() + " " + HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
