package thunderpool.dashboard.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords, only so many at once: each takes its memory and a core for a while, and strangers choose how often they
 * ask.
 */
public final class PasswordHashes {

    /** How a password is hashed. */
    public interface Algorithm {

        /** With a salt of its own. */
        String hash(String password);

        boolean matches(String password, String hash);
    }

    private static final Duration WAIT = Duration.ofSeconds(3);

    private final Algorithm algorithm;
    private final Semaphore permits;
    private final String nobody;

    /** @param unguessable a password that nobody has: unknown users are checked against it, and take as long as known ones */
    public PasswordHashes(Algorithm algorithm, int atOnce, String unguessable) {
        this.algorithm = algorithm;
        this.permits = new Semaphore(atOnce, true);
        this.nobody = algorithm.hash(unguessable);
    }

    /** Empty when too many others are being hashed. */
    Optional<String> hash(String password) {
        return inTurn(() -> algorithm.hash(password));
    }

    /**
     * Empty when too many others are being checked.
     *
     * @param hash null for an unknown user; that takes as long, and never matches
     */
    Optional<Boolean> matches(String password, @Nullable String hash) {
        return inTurn(() -> algorithm.matches(password, hash == null ? nobody : hash) && hash != null);
    }

    private <T> Optional<T> inTurn(Supplier<T> work) {
        try {
            if (!permits.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(work.get());
        } finally {
            permits.release();
        }
    }
}
