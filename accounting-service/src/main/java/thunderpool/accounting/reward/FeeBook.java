package thunderpool.accounting.reward;

import java.util.Optional;
import thunderpool.work.RewardSystem;

/** All fees that were ever decided. Every method runs inside the caller's transaction. */
public interface FeeBook {

    /** The newest decision, in force or not yet; empty before the first start. */
    Optional<Fee> newest(RewardSystem system);

    /** The newest decision that blocks of this slice pay. */
    Optional<Fee> at(RewardSystem system, long slice);

    /** Refuses a version that is there already. */
    void add(Fee fee);
}
