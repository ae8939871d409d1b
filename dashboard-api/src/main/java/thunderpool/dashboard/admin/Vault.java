package thunderpool.dashboard.admin;

import java.util.random.RandomGenerator;

/**
 * What signing in is checked with.
 *
 * @param hashes of passwords
 * @param box for second factors
 * @param random of cryptographic quality
 * @param issuer the pool's name in people's authenticator apps
 */
public record Vault(PasswordHashes hashes, SecretBox box, RandomGenerator random, String issuer) {

    private static final int PASSWORD_BYTES = 13;

    /** A second factor's secret, for its owner alone. */
    public record Factor(String otpauthUrl, String secret) {}

    byte[] freshSecret() {
        byte[] secret = new byte[Totp.SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /** For somebody who will change it at once. */
    String freshPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base32.grouped(bytes);
    }

    Factor factor(String user, byte[] secret) {
        return new Factor(Totp.otpauthUrl(issuer, user, secret), Base32.text(secret));
    }
}
