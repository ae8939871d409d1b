package thunderpool.work;

import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;

/**
 * What the work bytes of a submission say. Two things are independent of each other: whether the share is good for
 * credit, and whether it meets the network's target. Whatever meets the network target goes home, also when the share
 * itself is refused.
 */
public sealed interface Verdict {

    /** The share's identity: what makes it the same share in any spelling, session or user's name. */
    Hash256 identity();

    /** How good the hash was. */
    Achieved achieved();

    /** The block's id when the work meets the network target, else null. */
    @Nullable
    Hash256 solvedBlock();

    /** Meets its announced target within the job's rules. */
    record Accepted(
            Hash256 identity, Achieved achieved, @Nullable Hash256 solvedBlock) implements Verdict {}

    /** Earns nothing; may still solve a block. */
    record Rejected(
            Rejection rejection,
            Hash256 identity,
            Achieved achieved,
            @Nullable Hash256 solvedBlock) implements Verdict {}
}
