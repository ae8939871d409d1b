package thunderpool.gateway.session;

import java.util.Optional;
import thunderpool.bitcoin.Script;

/** Which payout schedule holds for an account. Thread-safe. */
@FunctionalInterface
public interface Schedules {
    /** The schedule's name; empty for accounts that have none yet. */
    Optional<String> of(Script account);
}
