package thunderpool.lab.simulator;

import java.math.BigDecimal;
import thunderpool.stratum.StratumError;

/** What happens to a miner, told on its event loop. Whoever watches overrides what it cares for. */
public interface MinerEvents {

    /** For miners that nobody watches. */
    MinerEvents NONE = new MinerEvents() {};

    default void connected(Endpoint pool) {}

    default void authorized(boolean accepted) {}

    default void difficulty(BigDecimal difficulty) {}

    default void job(MinerJob job) {}

    /** A share was found and leaves now; told on the hashing thread. */
    default void found(FoundShare share) {}

    default void accepted(FoundShare share) {}

    default void refused(FoundShare share, StratumError error, String text) {}

    default void message(String text) {}

    default void disconnected(String reason) {}
}
