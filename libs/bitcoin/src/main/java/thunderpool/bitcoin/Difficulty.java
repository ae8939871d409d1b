package thunderpool.bitcoin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A share difficulty, always a power of two: 2^exponent times as hard as the chain's difficulty one.
 *
 * <p>Powers of two so that targets, credited work and the number told to the miner are all exact, and so that one
 * byte of the coinbase says it.
 *
 * @param exponent -32 to 255
 */
public record Difficulty(int exponent) implements Comparable<Difficulty> {
    public static final int MIN_EXPONENT = -32;
    public static final int MAX_EXPONENT = 255;
    public static final Difficulty ONE = new Difficulty(0);
    public static final Difficulty EASIEST = new Difficulty(MIN_EXPONENT);
    public static final Difficulty HARDEST = new Difficulty(MAX_EXPONENT);

    public Difficulty {
        if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
            throw new IllegalArgumentException("a difficulty is 2^-32 to 2^255, not 2^" + exponent);
        }
    }

    /**
     * The target a share of this difficulty must meet: {@code difficultyOne} shifted, at most 2^256-1 and at least 1.
     *
     * @param difficultyOne the target of difficulty one by the chain's convention
     */
    public Target target(Target difficultyOne) {
        BigInteger shifted = difficultyOne.toBigInteger().shiftRight(exponent);
        if (shifted.bitLength() > 256) {
            return Target.EASIEST;
        }
        return Target.ofBigInteger(shifted.max(BigInteger.ONE));
    }

    /**
     * The hardest difficulty that is not harder than {@code target}: its own target is at or above it.
     *
     * @throws IllegalArgumentException when even 2^-32 is harder, which no chain's limit allows
     */
    public static Difficulty floorOf(Target target, Target difficultyOne) {
        for (int exponent = MAX_EXPONENT; exponent >= MIN_EXPONENT; exponent--) {
            Difficulty candidate = new Difficulty(exponent);
            if (candidate.target(difficultyOne).compareTo(target) >= 0) {
                return candidate;
            }
        }
        throw new IllegalArgumentException("target " + target + " is easier than difficulty 2^-32");
    }

    /** The greatest power of two not above {@code announced}: at most 2^255, and empty below 2^-32. */
    public static Optional<Difficulty> snapDown(BigDecimal announced) {
        long magnitude = (long) announced.precision() - announced.scale();
        if (announced.signum() <= 0 || magnitude < -10) {
            return Optional.empty();
        }
        // Before any expansion: 1E999999999 is a few characters and a gigabyte.
        if (magnitude > 78) {
            return Optional.of(HARDEST);
        }
        BigInteger scaled = announced
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(-MIN_EXPONENT)))
                .toBigInteger();
        if (scaled.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Difficulty(Math.min(MAX_EXPONENT, scaled.bitLength() - 1 + MIN_EXPONENT)));
    }

    /** The easier of the two. */
    public Difficulty min(Difficulty other) {
        return exponent <= other.exponent ? this : other;
    }

    /** The harder of the two. */
    public Difficulty max(Difficulty other) {
        return exponent >= other.exponent ? this : other;
    }

    /** Twice as hard, or the same at the hardest. */
    public Difficulty harder() {
        return exponent == MAX_EXPONENT ? this : new Difficulty(exponent + 1);
    }

    /** Half as hard, or the same at the easiest. */
    public Difficulty easier() {
        return exponent == MIN_EXPONENT ? this : new Difficulty(exponent - 1);
    }

    /** The exact value as a JSON number without an exponent: {@code 4096}, {@code 0.0009765625}. */
    public String jsonNumber() {
        if (exponent >= 0) {
            return BigInteger.ONE.shiftLeft(exponent).toString();
        }
        // 2^-n = 5^n / 10^n.
        return new BigDecimal(BigInteger.valueOf(5).pow(-exponent), -exponent).toPlainString();
    }

    @Override
    public int compareTo(Difficulty other) {
        return Integer.compare(exponent, other.exponent);
    }

    @Override
    public String toString() {
        return jsonNumber();
    }
}
