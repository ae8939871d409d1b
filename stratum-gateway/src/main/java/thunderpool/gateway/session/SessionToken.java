package thunderpool.gateway.session;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;

/**
 * What a session id says. The id is sealed with a key all gateways share, so that only what a gateway wrote can be
 * resumed, and guessing another's extranonce1 leads nowhere.
 *
 * @param extranonce1 of the session
 * @param account first eight bytes of the SHA-256 of the account's script, 0 while it was not known
 * @param difficulty at the time of writing
 * @param rewardSystem of the port it was given out on: work of one extranonce1 earns by one system, whoever brings it
 * @param expiresAtS Unix seconds
 */
public record SessionToken(
        int extranonce1, long account, Difficulty difficulty, RewardSystem rewardSystem, long expiresAtS) {
    private static final int BODY = 4 + 8 + 1 + 1 + 8;
    private static final int SEAL = 16;

    /** Whether the account may have been the one of this script. */
    boolean mayBe(Script script) {
        return account == 0 || account == digest(script);
    }

    static long digest(@Nullable Script script) {
        if (script == null) {
            return 0;
        }
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(script.bytes()))
                    .getLong();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", missing);
        }
    }

    /** Writes and reads session ids. Thread-safe. */
    public static final class Seal {
        private final Supplier<List<byte[]>> keys;

        /** @param secret at least 16 bytes, the same on all gateways of a pool */
        public Seal(byte[] secret) {
            this(fixed(secret));
        }

        /** @param keys one or more of at least 16 bytes each: the first seals, all of them open; asked for each session */
        public Seal(Supplier<List<byte[]>> keys) {
            this.keys = keys;
        }

        private static Supplier<List<byte[]>> fixed(byte[] secret) {
            if (secret.length < 16) {
                throw new IllegalArgumentException("the session key needs 16 bytes or more");
            }
            List<byte[]> one = List.of(secret.clone());
            return () -> one;
        }

        public String write(SessionToken token) {
            byte[] body = ByteBuffer.allocate(BODY)
                    .putInt(token.extranonce1)
                    .putLong(token.account)
                    .put((byte) token.difficulty.exponent())
                    .put((byte) token.rewardSystem.code())
                    .putLong(token.expiresAtS)
                    .array();
            return HexFormat.of().formatHex(body)
                    + HexFormat.of().formatHex(seal(body, keys.get().getFirst()));
        }

        /** Empty for anything these keys did not write, and for what expired. */
        public Optional<SessionToken> read(String text, long nowS) {
            byte[] bytes;
            try {
                bytes = HexFormat.of().parseHex(text);
            } catch (IllegalArgumentException notHex) {
                return Optional.empty();
            }
            if (bytes.length != BODY + SEAL) {
                return Optional.empty();
            }
            byte[] body = Arrays.copyOf(bytes, BODY);
            byte[] shown = Arrays.copyOfRange(bytes, BODY, bytes.length);
            if (keys.get().stream().noneMatch(key -> MessageDigest.isEqual(seal(body, key), shown))) {
                return Optional.empty();
            }
            ByteBuffer in = ByteBuffer.wrap(body);
            SessionToken token = new SessionToken(
                    in.getInt(), in.getLong(), new Difficulty(in.get()), RewardSystem.ofCode(in.get()), in.getLong());
            return token.expiresAtS > nowS ? Optional.of(token) : Optional.empty();
        }

        private static byte[] seal(byte[] body, byte[] key) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return Arrays.copyOf(mac.doFinal(body), SEAL);
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException("HmacSHA256 is part of every Java platform", missing);
            }
        }
    }
}
