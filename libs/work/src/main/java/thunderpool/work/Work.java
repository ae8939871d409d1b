package thunderpool.work;

import java.math.BigInteger;
import thunderpool.bitcoin.Target;

/**
 * An amount of expected hashes: unsigned 128 bits, exact. The credit of a share is the work of the target that was
 * announced, never of the hash that was found.
 *
 * @param high the upper 64 bits, unsigned
 * @param low the lower 64 bits, unsigned
 */
public record Work(long high, long low) implements Comparable<Work> {

    /** Bytes of the big-endian form that records carry. */
    public static final int BYTES = 16;

    public static final Work ZERO = new Work(0, 0);

    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(128);
    private static final BigInteger LOW_MASK = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** floor(2^256 / (target + 1)), as Bitcoin Core's GetBlockProof counts it. */
    public static Work ofTarget(Target target) {
        return of(TWO_256.divide(target.toBigInteger().add(BigInteger.ONE)));
    }

    /** @throws ArithmeticException when the value is negative or does not fit 128 bits */
    public static Work of(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(LIMIT) >= 0) {
            throw new ArithmeticException("work out of range: " + value);
        }
        return new Work(value.shiftRight(64).longValue(), value.and(LOW_MASK).longValue());
    }

    public static Work of(long hashes) {
        return of(BigInteger.valueOf(hashes));
    }

    /** @throws ArithmeticException on overflow of 128 bits */
    public Work plus(Work other) {
        long sumLow = low + other.low;
        long carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
        long sumHigh = high + other.high;
        boolean overflow = Long.compareUnsigned(sumHigh, high) < 0;
        long total = sumHigh + carry;
        if (overflow || (carry == 1 && total == 0)) {
            throw new ArithmeticException("work overflows 128 bits");
        }
        return new Work(total, sumLow);
    }

    /** @throws ArithmeticException when the other is larger */
    public Work minus(Work other) {
        if (compareTo(other) < 0) {
            throw new ArithmeticException("work would become negative");
        }
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new Work(high - other.high - borrow, low - other.low);
    }

    public boolean isZero() {
        return high == 0 && low == 0;
    }

    public BigInteger toBigInteger() {
        return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
    }

    @Override
    public int compareTo(Work other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
