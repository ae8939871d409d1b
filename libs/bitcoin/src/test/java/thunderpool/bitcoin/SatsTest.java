package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.bitcoinj.base.Coin;
import org.junit.jupiter.api.Test;

class SatsTest {
    private static final long MAX = 8_400_000_000_000_000L;

    @Test
    void holdsZeroToEveryCoinThereWillBe() {
        assertThat(Sats.of(MAX)).isEqualTo(Sats.MAX);
        assertThat(Sats.ZERO.isZero()).isTrue();
        assertThatThrownBy(() -> Sats.of(-1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Sats.of(MAX + 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void refusesToOverflowOrGoBelowZero() {
        assertThatThrownBy(() -> Sats.MAX.plus(Sats.of(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Sats.of(1).minus(Sats.of(2))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Sats.MAX.times(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Sats.of(1).times(-1)).isInstanceOf(ArithmeticException.class);
        assertThat(Sats.of(7).plus(Sats.of(5)).minus(Sats.of(2)).times(3)).isEqualTo(Sats.of(30));
        assertThat(Sats.sum(List.of(Sats.of(1), Sats.of(2), Sats.of(3)))).isEqualTo(Sats.of(6));
    }

    @Test
    void givesTheRemainderToTheLargestFractionsAndThenToTheFirst() {
        assertThat(split(10, 1, 1, 1)).containsExactly(4L, 3L, 3L);
        assertThat(split(11, 1, 1, 1)).containsExactly(4L, 4L, 3L);
        // 16.67, 33.33 and 50 exactly.
        assertThat(split(100, 1, 2, 3)).containsExactly(17L, 33L, 50L);
        // 0.5, 0 and 1.5: one satoshi is left, and the first of two equal halves has it.
        assertThat(split(2, 1, 0, 3)).containsExactly(1L, 0L, 1L);
        assertThat(split(0, 5, 6)).containsExactly(0L, 0L);
    }

    @Test
    void refusesToSplitByNothing() {
        assertThatThrownBy(() -> split(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(5, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> split(5, 2, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void splitConservesEverySatoshiAtMainnetWeights(
            @ForAll @LongRange(min = 0, max = MAX) long value, @ForAll("weights") List<BigInteger> weights) {
        BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
        List<Sats> shares = Sats.of(value).split(weights);
        assertThat(Sats.sum(shares)).isEqualTo(Sats.of(value));
        for (int i = 0; i < shares.size(); i++) {
            BigInteger exact = BigInteger.valueOf(value).multiply(weights.get(i));
            BigInteger given = BigInteger.valueOf(shares.get(i).value()).multiply(total);
            assertThat(given.subtract(exact).abs()).isLessThan(total);
        }
    }

    @Provide
    Arbitrary<List<BigInteger>> weights() {
        return Arbitraries.bigIntegers()
                .between(BigInteger.ZERO, BigInteger.TEN.pow(20))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .filter(list -> list.stream().anyMatch(weight -> weight.signum() > 0));
    }

    @Test
    void takesAFlooredFee() {
        assertThat(Sats.of(312_500_000).portion(150)).isEqualTo(Sats.of(4_687_500));
        assertThat(Sats.of(99).portion(100)).isEqualTo(Sats.ZERO);
        assertThat(Sats.MAX.portion(10_000)).isEqualTo(Sats.MAX);
        assertThatThrownBy(() -> Sats.of(1).portion(10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sats.of(1).portion(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void feeAndRestAreTheWhole(
            @ForAll @LongRange(min = 0, max = MAX) long value,
            @ForAll @IntRange(min = 0, max = 10_000) int basisPoints) {
        Sats fee = Sats.of(value).portion(basisPoints);
        assertThat(fee.plus(Sats.of(value).minus(fee))).isEqualTo(Sats.of(value));
        BigInteger exact = BigInteger.valueOf(value).multiply(BigInteger.valueOf(basisPoints));
        BigInteger given = BigInteger.valueOf(fee.value()).multiply(BigInteger.valueOf(10_000));
        assertThat(exact.subtract(given)).isBetween(BigInteger.ZERO, BigInteger.valueOf(9_999));
    }

    @Test
    void readsTheDecimalsOfNodes() {
        assertThat(Sats.ofBtc("12.50026312")).isEqualTo(Sats.of(1_250_026_312));
        assertThat(Sats.ofBtc("0")).isEqualTo(Sats.ZERO);
        assertThat(Sats.ofBtc("0E-8")).isEqualTo(Sats.ZERO);
        assertThat(Sats.ofBtc("1e-8")).isEqualTo(Sats.of(1));
        assertThat(Sats.ofBtc("84000000.00000000")).isEqualTo(Sats.MAX);
        assertThat(Sats.of(1).toBtc()).isEqualTo("0.00000001");
        assertThat(Sats.of(5_000_000_000L).toBtc()).isEqualTo("50.00000000");
    }

    @Test
    void refusesDecimalsThatAreNotSatoshi() {
        for (String text :
                List.of("", "x", "-0.1", "0.000000001", "84000000.00000001", "1E999999999", "1E-999999999")) {
            assertThatThrownBy(() -> Sats.ofBtc(text)).as(text).isInstanceOf(MalformedException.class);
        }
    }

    @Property
    void writesDecimalsAsBitcoinjDoes(@ForAll @LongRange(min = 0, max = 2_100_000_000_000_000L) long value) {
        assertThat(Coin.parseCoin(Sats.of(value).toBtc())).isEqualTo(Coin.valueOf(value));
        assertThat(Sats.ofBtc(Coin.valueOf(value).toPlainString())).isEqualTo(Sats.of(value));
    }

    private static List<Long> split(long value, long... weights) {
        List<BigInteger> list =
                Arrays.stream(weights).mapToObj(BigInteger::valueOf).toList();
        return Sats.of(value).split(list).stream().map(Sats::value).toList();
    }
}
