package thunderpool.dashboard.admin;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords as authenticator apps make them: RFC 6238 with HMAC-SHA-1, 6 digits and steps of 30 s. */
public final class Totp {

    /** Bytes of a secret: the length of the hash, as RFC 4226 section 4 recommends. */
    static final int SECRET_BYTES = 20;

    private static final long STEP_MS = 30_000;
    private static final int DIGITS = 6;
    private static final int MODULUS = 1_000_000;

    /** Steps a clock may be off, either way (RFC 6238 section 5.2). */
    private static final int DRIFT_STEPS = 1;

    private Totp() {}

    /** The code of a step (RFC 4226 section 5.3), 0 to 999999. */
    static int code(byte[] secret, long step) {
        byte[] hash = hmac(secret, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        return (ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE) % MODULUS;
    }

    /**
     * The step whose code was typed, if it is a current one that was not used before.
     *
     * @param typed as typed; spaces do not matter
     * @param lastUsedStep this step and all before it are used up
     */
    static OptionalLong step(byte[] secret, String typed, long nowMs, long lastUsedStep) {
        String digits = typed.replace(" ", "");
        if (digits.length() != DIGITS || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        int wanted = Integer.parseInt(digits);
        long now = Math.floorDiv(nowMs, STEP_MS);
        long found = Long.MIN_VALUE;
        // All of them every time: how long it takes tells nothing.
        for (long step = now - DRIFT_STEPS; step <= now + DRIFT_STEPS; step++) {
            if (code(secret, step) == wanted && step > lastUsedStep && found == Long.MIN_VALUE) {
                found = step;
            }
        }
        return found == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /** What an authenticator app reads from a QR code. */
    static String otpauthUrl(String issuer, String user, byte[] secret) {
        return "otpauth://totp/" + escaped(issuer) + ":" + escaped(user) + "?secret=" + Base32.text(secret) + "&issuer="
                + escaped(issuer) + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] hmac(byte[] secret, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK lacks HmacSHA1", missing);
        }
    }
}
