package thunderpool.accounting.window;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The conserving split for work, by the same rule as {@code Sats.split}. */
final class Proportion {

    private Proportion() {}

    /**
     * Divides an amount by weights without losing a unit: each part is floored, and the units left over go one each to the
     * largest fractions, among equal ones to the lower index.
     *
     * @param weights not negative, at least one above zero
     */
    static List<BigInteger> split(BigInteger amount, List<BigInteger> weights) {
        BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<BigInteger> parts = new ArrayList<>(weights.size());
        List<BigInteger> fractions = new ArrayList<>(weights.size());
        BigInteger left = amount;
        for (BigInteger weight : weights) {
            BigInteger[] part = amount.multiply(weight).divideAndRemainder(total);
            parts.add(part[0]);
            fractions.add(part[1]);
            left = left.subtract(part[0]);
        }
        IntStream.range(0, parts.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> fractions.get(i))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .limit(left.longValueExact())
                .forEach(i -> parts.set(i, parts.get(i).add(BigInteger.ONE)));
        return parts;
    }
}
