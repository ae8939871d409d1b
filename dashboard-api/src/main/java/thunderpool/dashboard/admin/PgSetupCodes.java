package thunderpool.dashboard.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Codes that make the first admin: whoever reads the log of a new pool owns it. One an instance, a new one at each of its
 * starts, all void once there is an admin.
 */
public final class PgSetupCodes {

    /** 100 bits: nothing to guess, and short enough to type. */
    private static final int CODE_BITS = 100;

    private final JdbcClient jdbc;
    private final RandomGenerator random;

    /** @param random of cryptographic quality */
    public PgSetupCodes(JdbcClient jdbc, RandomGenerator random) {
        this.jdbc = jdbc;
        this.random = random;
    }

    /** A new code in the place of the instance's last one. */
    String renew(String instance, long nowMs) {
        byte[] bytes = new byte[Math.ceilDiv(CODE_BITS, 8)];
        random.nextBytes(bytes);
        String code = Base32.grouped(bytes).substring(0, 23);
        jdbc.sql("""
                        insert into admin_setup_codes values (?, ?, ?)
                        on conflict (instance) do update set code_hash = excluded.code_hash,
                        made_at_ms = excluded.made_at_ms""").params(instance, hash(code), nowMs).update();
        return code;
    }

    boolean holds(String typed) {
        return jdbc.sql("select count(*) from admin_setup_codes where code_hash = ?")
                        .param(hash(typed))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    void voidAll() {
        jdbc.sql("delete from admin_setup_codes").update();
    }

    private static byte[] hash(String code) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(Base32.typed(code).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
