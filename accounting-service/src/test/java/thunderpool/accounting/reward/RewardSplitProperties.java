package thunderpool.accounting.reward;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import thunderpool.accounting.account.Account;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

final class RewardSplitProperties {

    private static final Script FINDER = script(9_999);

    /** 1 ZH/s for a day, as the largest weight. */
    private static final BigInteger ZETTAHASH_DAY = BigInteger.valueOf(86_400).multiply(BigInteger.TEN.pow(21));

    @Property(tries = 500)
    void losesNoSatoshiAndIsNoSatoshiOff(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 400) int accounts,
            @ForAll @LongRange(min = 1, max = 2_100_000_000_000_000L) long reward,
            @ForAll @IntRange(min = 0, max = 10_000) int fee) {
        SortedMap<Script, BigInteger> weights = new TreeMap<>(Account.BY_SCRIPT);
        Random random = new Random(seed);
        for (int i = 0; i < accounts; i++) {
            weights.put(script(i), new BigInteger(ZETTAHASH_DAY.bitLength(), random).add(BigInteger.ONE));
        }

        RewardSplit split = RewardSplit.of(Sats.of(reward), fee, weights, FINDER);

        BigInteger feeTwin =
                BigInteger.valueOf(reward).multiply(BigInteger.valueOf(fee)).divide(BigInteger.valueOf(10_000));
        assertThat(BigInteger.valueOf(split.fee().value())).isEqualTo(feeTwin);
        assertThat(Sats.sum(split.credits().values()).plus(split.fee())).isEqualTo(Sats.of(reward));
        BigInteger rest = BigInteger.valueOf(reward).subtract(feeTwin);
        BigInteger total = weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        weights.forEach((account, weight) -> {
            BigInteger got = BigInteger.valueOf(
                    split.credits().getOrDefault(account, Sats.ZERO).value());
            BigInteger off = got.multiply(total).subtract(rest.multiply(weight)).abs();
            assertThat(off).as("less than one satoshi off").isLessThan(total);
        });
    }

    @Example
    void givesLeftOverSatoshiToTheLargestFractions() {
        SortedMap<Script, BigInteger> weights = new TreeMap<>(Account.BY_SCRIPT);
        weights.put(script(1), BigInteger.valueOf(10));
        weights.put(script(2), BigInteger.valueOf(11));
        weights.put(script(3), BigInteger.valueOf(12));

        // 100 sat over 33: 30.30, 33.33, 36.36
        assertThat(RewardSplit.of(Sats.of(100), 0, weights, FINDER).credits())
                .containsExactly(
                        Map.entry(script(1), Sats.of(30)),
                        Map.entry(script(2), Sats.of(33)),
                        Map.entry(script(3), Sats.of(37)));
    }

    @Example
    void givesTheFinderWhatNobodyElseWorkedFor() {
        RewardSplit split = RewardSplit.of(Sats.of(5_000_000_099L), 100, new TreeMap<>(Account.BY_SCRIPT), FINDER);

        assertThat(split.fee()).isEqualTo(Sats.of(50_000_000));
        assertThat(split.credits()).containsExactly(Map.entry(FINDER, Sats.of(4_950_000_099L)));
    }

    @Example
    void measuresTheWindowAtMainnetDifficulty() {
        // Block 840,000, bits 0x17034219: its target's work by Bitcoin's rule is difficulty 86388558925171.02 * 2^32.
        BigInteger window = new RewardRules(0, 0, 2).windowWork(0x17034219);
        assertThat(window.shiftRight(33))
                .isBetween(BigInteger.valueOf(86_388_558_925_171L), BigInteger.valueOf(86_389_900_000_000L));
    }

    private static Script script(int number) {
        byte[] hash = new byte[20];
        hash[18] = (byte) (number >>> 8);
        hash[19] = (byte) number;
        return Script.p2wpkh(hash);
    }
}
