package thunderpool.bitcoin;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An amount of money in satoshi, the coin's smallest unit (1 coin = 100,000,000 satoshi): 0 to {@link #MAX}.
 *
 * <p>Arithmetic is exact or throws ArithmeticException. There is no division: money is only ever {@link #split}, which
 * conserves the sum, or cut by {@link #portion}, whose rest the caller keeps by {@link #minus}.
 *
 * @param value satoshi
 */
public record Sats(long value) implements Comparable<Sats> {
    /** The largest money supply of the chains we know: Litecoin's 84 million coins (Bitcoin's is a quarter of it). */
    public static final Sats MAX = new Sats(8_400_000_000_000_000L);

    public static final Sats ZERO = new Sats(0);

    private static final int DECIMALS = 8;
    private static final int BASIS_POINTS = 10_000;

    public Sats {
        // The literal, not MAX.value: MAX itself is made here.
        if (value < 0 || value > 8_400_000_000_000_000L) {
            throw new ArithmeticException("an amount is 0 to 8400000000000000 satoshi, not " + value);
        }
    }

    public static Sats of(long value) {
        return new Sats(value);
    }

    /**
     * Reads the decimal coins of node RPCs ({@code 0.00012345}, {@code 1E-8}) exactly; throws MalformedException for
     * anything else, also for a ninth decimal or an amount out of range.
     */
    public static Sats ofBtc(String decimal) {
        try {
            BigDecimal coins = new BigDecimal(decimal);
            // Bounds the exponent before it is expanded: 1E999999999 is a few characters and a gigabyte.
            if (coins.signum() != 0 && Math.abs((long) coins.precision() - coins.scale()) > 20) {
                throw new MalformedException("not an amount of coins: " + decimal);
            }
            return new Sats(coins.movePointRight(DECIMALS).longValueExact());
        } catch (NumberFormatException notANumber) {
            throw new MalformedException("not an amount of coins: " + decimal);
        } catch (ArithmeticException inexact) {
            throw new MalformedException("not a whole number of satoshi in range: " + decimal);
        }
    }

    /** Coins with exactly 8 decimals, the form RPCs accept: {@code 0.00000001}. */
    public String toBtc() {
        return BigDecimal.valueOf(value, DECIMALS).toPlainString();
    }

    public Sats plus(Sats other) {
        return new Sats(Math.addExact(value, other.value));
    }

    public Sats minus(Sats other) {
        return new Sats(Math.subtractExact(value, other.value));
    }

    public Sats times(long factor) {
        return new Sats(Math.multiplyExact(value, factor));
    }

    public boolean isZero() {
        return value == 0;
    }

    public Sats min(Sats other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** True when this is less than {@code other}. */
    public boolean isLessThan(Sats other) {
        return value < other.value;
    }

    public static Sats sum(Collection<Sats> amounts) {
        Sats sum = ZERO;
        for (Sats amount : amounts) {
            sum = sum.plus(amount);
        }
        return sum;
    }

    /**
     * Divides this amount in proportion to the weights; the shares, in the order of the weights, add up to it exactly.
     *
     * <p>Each share is first floored; the satoshi left over go one each to the largest fractional parts, and among
     * equal ones to the lower index. So no share is more than one satoshi from its exact value, and a zero weight
     * gets nothing.
     *
     * @throws IllegalArgumentException when there is no weight, none above zero, or a negative one
     */
    public List<Sats> split(List<BigInteger> weights) {
        BigInteger total = totalOf(weights);
        long[] shares = new long[weights.size()];
        BigInteger[] fractions = new BigInteger[weights.size()];
        long left = value;
        for (int i = 0; i < shares.length; i++) {
            BigInteger[] share =
                    BigInteger.valueOf(value).multiply(weights.get(i)).divideAndRemainder(total);
            shares[i] = share[0].longValueExact();
            fractions[i] = share[1];
            left -= shares[i];
        }
        // The sum of the fractions is the rest, each below one: fewer satoshi are left than there are fractions above
        // zero.
        IntStream.range(0, shares.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> fractions[i])
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(left)
                .forEach(i -> shares[i]++);
        List<Sats> result = new ArrayList<>(shares.length);
        for (long share : shares) {
            result.add(new Sats(share));
        }
        return List.copyOf(result);
    }

    private static BigInteger totalOf(List<BigInteger> weights) {
        BigInteger total = BigInteger.ZERO;
        for (BigInteger weight : weights) {
            if (weight.signum() < 0) {
                throw new IllegalArgumentException("a weight is not negative: " + weight);
            }
            total = total.add(weight);
        }
        if (total.signum() == 0) {
            throw new IllegalArgumentException("nothing to split by: no weight is above zero");
        }
        return total;
    }

    /**
     * The part of this amount that a fee takes, floored.
     *
     * @param basisPoints hundredths of a percent, 0 to 10,000
     */
    public Sats portion(int basisPoints) {
        if (basisPoints < 0 || basisPoints > BASIS_POINTS) {
            throw new IllegalArgumentException("basis points are 0 to 10000, not " + basisPoints);
        }
        // MAX * 10,000 exceeds a long.
        return new Sats(BigInteger.valueOf(value)
                .multiply(BigInteger.valueOf(basisPoints))
                .divide(BigInteger.valueOf(BASIS_POINTS))
                .longValueExact());
    }

    @Override
    public int compareTo(Sats other) {
        return Long.compare(value, other.value);
    }
}
