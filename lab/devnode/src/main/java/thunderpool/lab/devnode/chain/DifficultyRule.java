package thunderpool.lab.devnode.chain;

import java.math.BigInteger;
import org.bitcoinj.base.internal.ByteUtils;

/** Which compact target (nBits) the next block must carry; a template announces it and the block rules demand it. */
public sealed interface DifficultyRule {
    /** Regtest's limit and its classic constant: one hash in two is a block. */
    long REGTEST_BITS = 0x207fffffL;

    /** The nBits that the child of {@code parent} must carry. */
    long nextBits(ChainEntry parent);

    /** One line that names the rule and its numbers; kept in the block log so that a chain meets only its own rule. */
    String describe();

    /** Classic regtest: the same target for ever. */
    record Constant(long bits) implements DifficultyRule {
        public Constant {
            target(bits);
        }

        @Override
        public long nextBits(ChainEntry parent) {
            return bits;
        }

        @Override
        public String describe() {
            return "constant " + Long.toHexString(bits);
        }
    }

    /**
     * A rule only this node knows, for demonstrations: constant {@code bootstrapBits} below {@code bootstrapHeight},
     * then one retarget a block towards {@code spacingSeconds}.
     *
     * <p>The first target after the bootstrap comes from the work and time of its later half. From then on
     * {@code target' = target * (1 + (solve - spacing) / (4 * spacing))}, where {@code solve} is the parent's own solve
     * time cut to [-spacing, 6 * spacing]: a chain that slept for a night does not come back easy for hours. No target
     * is easier than the bootstrap's. Integers only, so every node agrees.
     */
    record Paced(long bootstrapBits, int bootstrapHeight, int spacingSeconds) implements DifficultyRule {
        private static final int SMOOTHING_BLOCKS = 4;
        private static final int LONGEST_SPACINGS = 6;

        public Paced {
            target(bootstrapBits);
            if (bootstrapHeight < 4) {
                throw new IllegalArgumentException("bootstrapHeight must be at least 4: " + bootstrapHeight);
            }
            if (spacingSeconds < 1) {
                throw new IllegalArgumentException("spacingSeconds must be positive: " + spacingSeconds);
            }
        }

        @Override
        public long nextBits(ChainEntry parent) {
            int height = parent.height() + 1;
            if (height < bootstrapHeight) {
                return bootstrapBits;
            }
            BigInteger easiest = target(bootstrapBits);
            BigInteger next = height == bootstrapHeight ? firstTarget(parent) : retarget(parent);
            return ByteUtils.encodeCompactBits(next.min(easiest).max(BigInteger.ONE));
        }

        private BigInteger firstTarget(ChainEntry parent) {
            ChainEntry start = parent;
            while (start.height() > bootstrapHeight / 2) {
                start = start.requireParent();
            }
            long elapsed = Math.max(1, parent.timeSeconds() - start.timeSeconds());
            BigInteger work = parent.chainWork().subtract(start.chainWork());
            BigInteger hashesPerBlock = work.multiply(BigInteger.valueOf(spacingSeconds))
                    .divide(BigInteger.valueOf(elapsed))
                    .max(BigInteger.TWO);
            return BigInteger.ONE.shiftLeft(256).divide(hashesPerBlock);
        }

        private BigInteger retarget(ChainEntry parent) {
            long solve = parent.timeSeconds() - parent.requireParent().timeSeconds();
            long counted = Math.clamp(solve, -(long) spacingSeconds, (long) LONGEST_SPACINGS * spacingSeconds);
            long whole = (long) SMOOTHING_BLOCKS * spacingSeconds;
            return target(parent.bits())
                    .multiply(BigInteger.valueOf(whole + counted - spacingSeconds))
                    .divide(BigInteger.valueOf(whole));
        }

        @Override
        public String describe() {
            return "paced " + Long.toHexString(bootstrapBits) + " " + bootstrapHeight + " " + spacingSeconds;
        }
    }

    /** The target of {@code bits}; refuses what is negative, zero or above regtest's limit. */
    static BigInteger target(long bits) {
        BigInteger target = ByteUtils.decodeCompactBits(bits);
        if (!isWithinLimit(target)) {
            throw new IllegalArgumentException("not a regtest target: " + Long.toHexString(bits));
        }
        return target;
    }

    static boolean isWithinLimit(BigInteger target) {
        return target.signum() > 0 && target.compareTo(ByteUtils.decodeCompactBits(REGTEST_BITS)) <= 0;
    }
}
