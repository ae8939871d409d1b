package thunderpool.dashboard.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals second factors for the database: AES-256-GCM under a key that is not in the database, so that a stolen backup gives
 * no codes. Each is bound to its user's name.
 */
public final class SecretBox {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Supplier<List<String>> secrets;
    private final RandomGenerator random;

    /**
     * @param secrets from the configuration, one or more of any length: the first seals, all of them open
     * @param random for nonces, of cryptographic quality
     */
    public SecretBox(Supplier<List<String>> secrets, RandomGenerator random) {
        this.secrets = secrets;
        this.random = random;
    }

    byte[] seal(String user, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed;
        try {
            sealed = crypt(Cipher.ENCRYPT_MODE, secrets.get().getFirst(), user, nonce, secret);
        } catch (GeneralSecurityException missing) {
            throw lacking(missing);
        }
        byte[] both = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, both, nonce.length, sealed.length);
        return both;
    }

    /** @throws IllegalStateException when it was sealed under another key, or for another user */
    byte[] open(String user, byte[] sealed) {
        return secrets.get().stream()
                .flatMap(secret -> opened(secret, user, sealed).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the second factor of " + user + " was sealed under another dashboard.admin.key"));
    }

    /** Whether the key that seals now opens it; the others will be gone one day. */
    boolean isUnderTheNewest(String user, byte[] sealed) {
        return opened(secrets.get().getFirst(), user, sealed).isPresent();
    }

    private static Optional<byte[]> opened(String secret, String user, byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        byte[] text = Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length);
        try {
            return Optional.of(crypt(Cipher.DECRYPT_MODE, secret, user, nonce, text));
        } catch (AEADBadTagException otherKeyOrUser) {
            return Optional.empty();
        } catch (GeneralSecurityException missing) {
            throw lacking(missing);
        }
    }

    private static byte[] crypt(int mode, String secret, String user, byte[] nonce, byte[] text)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(secret), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(user.getBytes(StandardCharsets.UTF_8));
        return cipher.doFinal(text);
    }

    private static SecretKeySpec key(String secret) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return new SecretKeySpec(
                mac.doFinal("thunderpool admin second factor 1".getBytes(StandardCharsets.UTF_8)), "AES");
    }

    private static IllegalStateException lacking(GeneralSecurityException missing) {
        return new IllegalStateException("this JDK lacks AES-GCM or HmacSHA256", missing);
    }
}
