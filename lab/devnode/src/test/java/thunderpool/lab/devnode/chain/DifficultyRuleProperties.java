package thunderpool.lab.devnode.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.bitcoinj.base.Sha256Hash;
import org.bitcoinj.core.Block;
import org.bitcoinj.core.Transaction;
import org.bitcoinj.params.RegTestParams;

/** Goal: with any steady hash rate the paced rule ends up near its spacing, and a long sleep does not make it easy. */
class DifficultyRuleProperties {
    private static final int SPACING = 20;
    private static final DifficultyRule.Paced RULE = new DifficultyRule.Paced(0x1e7fffffL, 120, SPACING);

    @Property(tries = 25)
    void blocksComeAtTheSpacing(@ForAll @IntRange(min = 18, max = 26) int hashRateBits, @ForAll long seed) {
        Random luck = new Random(seed);
        ChainEntry tip = mine(genesis(), 200, hashRateBits, luck);
        ChainEntry end = mine(tip, 300, hashRateBits, luck);

        assertThat((end.timeSeconds() - tip.timeSeconds()) / 300)
                .as("mean spacing, seed " + seed)
                .isBetween(SPACING * 3 / 4L, SPACING * 5 / 4L);
    }

    @Property(tries = 10)
    void aNightOfSleepEasesByLittle(@ForAll long seed) {
        Random luck = new Random(seed);
        ChainEntry before = mine(genesis(), 200, 22, luck);
        ChainEntry woken = child(before, before.timeSeconds() + 36_000);
        BigInteger eased = DifficultyRule.target(RULE.nextBits(woken));

        assertThat(eased)
                .isGreaterThan(DifficultyRule.target(woken.bits()))
                .isLessThanOrEqualTo(DifficultyRule.target(woken.bits())
                        .multiply(BigInteger.valueOf(9))
                        .shiftRight(2));
    }

    @Property(tries = 1)
    void theBootstrapIsConstant() {
        ChainEntry tip = genesis();
        for (int i = 1; i < 119; i++) {
            assertThat(RULE.nextBits(tip)).isEqualTo(0x1e7fffffL);
            tip = child(tip, tip.timeSeconds() + 1);
        }
    }

    private static ChainEntry genesis() {
        return new ChainEntry(RegTestParams.get().getGenesisBlock(), null, 0);
    }

    /** Solve times are exponential around (expected hashes) / 2^hashRateBits. */
    private static ChainEntry mine(ChainEntry from, int blocks, int hashRateBits, Random luck) {
        ChainEntry tip = from;
        double clock = tip.height() == 0 ? 1_700_000_000 : tip.timeSeconds();
        for (int i = 0; i < blocks; i++) {
            BigInteger target = DifficultyRule.target(RULE.nextBits(tip));
            double hashes = Math.pow(2, 256) / target.doubleValue();
            clock += -Math.log(1 - luck.nextDouble()) * hashes / Math.pow(2, hashRateBits);
            tip = child(tip, Math.max((long) clock, tip.medianTimePast() + 1));
        }
        return tip;
    }

    private static ChainEntry child(ChainEntry parent, long time) {
        Transaction coinbase = Transaction.coinbase(new byte[] {1, 2});
        return new ChainEntry(
                new Block(
                        4,
                        parent.hash(),
                        Sha256Hash.ZERO_HASH,
                        Instant.ofEpochSecond(time),
                        RULE.nextBits(parent),
                        0,
                        List.of(coinbase)),
                parent,
                parent.height() + 1L);
    }
}
