package thunderpool.dashboard.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** What is counted, by which rule. */
    record Subject(Lockout.Rule rule, String key) {

        static Subject address(String network) {
            return new Subject(Lockout.Rule.ADDRESS, "ADDRESS " + hashed(network));
        }

        /** The name, whoever tries it. */
        static Subject user(String name) {
            return new Subject(Lockout.Rule.USER, "USER " + hashed(name));
        }

        /** The name where it has signed in before: what strangers guess elsewhere does not lock it there. */
        static Subject userAt(String name, String network) {
            return new Subject(Lockout.Rule.USER, user(name).key + " " + hashed(network));
        }
    }

    /** A try that is counted as wrong until it is right or given back, or that is not looked at. */
    sealed interface Knock {

        /** @param untilMs of each subject, the lock that this try set; 0 for none */
        record Counted(Map<Subject, Long> untilMs) implements Knock {}

        /** Nothing was counted. */
        record Locked(Lockout.Rule by, long seconds) implements Knock {}
    }

    /** @param subjects those of the rule ADDRESS first: everybody takes the rows in this order */
    Knock begin(List<Subject> subjects, long nowMs) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Map<Subject, Lockout> before = new LinkedHashMap<>();
            for (Subject subject : subjects) {
                Lockout found = locked(subject, nowMs);
                if (found.isLocked(nowMs)) {
                    return new Knock.Locked(subject.rule, found.secondsLeft(nowMs));
                }
                before.put(subject, found);
            }
            Map<Subject, Long> untilMs = new LinkedHashMap<>();
            before.forEach((subject, found) -> {
                Lockout after = found.failed(subject.rule, nowMs);
                jdbc.sql("update admin_lockouts set failures = ?, last_failed_ms = ?, until_ms = ? where subject = ?")
                        .params(after.failures(), after.lastMs(), after.untilMs(), subject.key)
                        .update();
                untilMs.put(subject, after.untilMs());
            });
            return new Knock.Counted(untilMs);
        }));
    }

    private Lockout locked(Subject subject, long nowMs) {
        jdbc.sql("insert into admin_lockouts values (?, 0, ?, 0) on conflict do nothing")
                .params(subject.key, nowMs)
                .update();
        return jdbc.sql("select * from admin_lockouts where subject = ? for update")
                .param(subject.key)
                .query((row, at) ->
                        new Lockout(row.getInt("failures"), row.getLong("last_failed_ms"), row.getLong("until_ms")))
                .single();
    }

    /** The try was right: an account starts anew, an address gets this one try back. */
    void right(Knock.Counted counted) {
        for (Subject subject : counted.untilMs.keySet()) {
            jdbc.sql(
                            subject.rule == Lockout.Rule.USER
                                    ? "delete from admin_lockouts where subject = ?"
                                    : "update admin_lockouts set failures = greatest(failures - 1, 0), until_ms = 0"
                                            + " where subject = ?")
                    .param(subject.key)
                    .update();
        }
    }

    /** The try was not looked at: it is as if it had not been, and other tries, right or wrong, still count. */
    void giveBack(Knock.Counted counted) {
        String sql = """
                update admin_lockouts set failures = greatest(failures - 1, 0),
                  until_ms = case when until_ms = ? then 0 else until_ms end
                where subject = ?""";
        transaction.executeWithoutResult(status -> counted.untilMs.forEach(
                (subject, untilMs) -> jdbc.sql(sql).params(untilMs, subject.key).update()));
    }

    /** Wherever the name was tried. */
    void forget(String user) {
        String key = Subject.user(user).key;
        jdbc.sql("delete from admin_lockouts where subject = ? or subject like ?")
                .params(key, key + " %")
                .update();
    }

    void forgetBefore(long ms) {
        jdbc.sql("delete from admin_lockouts where last_failed_ms < ? and until_ms < ?")
                .params(ms, ms)
                .update();
    }

    /** Names as typed may be anything, even a password in the wrong field: only their hash is kept. */
    private static String hashed(String subject) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
