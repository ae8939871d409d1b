package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Target;

class WorkTest {

    /** Bitcoin's genesis block has chainwork 0x100010001 (getblockheader 000000000019d668...). */
    @Test
    void genesisBlockHasTheChainworkOfBitcoinCore() {
        assertThat(Work.ofTarget(Target.ofCompact(0x1d00ffff)).toBigInteger())
                .isEqualTo(new BigInteger("100010001", 16));
    }

    /** Regtest's first block: chainwork grows by 2 a block. */
    @Test
    void regtestBlockIsTwoHashes() {
        assertThat(Work.ofTarget(Target.ofCompact(0x207fffff))).isEqualTo(Work.of(2));
    }

    @Test
    void refusesToOverflowOrGoNegative() {
        Work largest = Work.of(BigInteger.TWO.pow(128).subtract(BigInteger.ONE));
        assertThatThrownBy(() -> largest.plus(Work.of(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Work.of(1).minus(Work.of(2))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Work.of(BigInteger.TWO.pow(128))).isInstanceOf(ArithmeticException.class);
    }

    @Property
    void sumsAndDifferencesAgreeWithBigInteger(
            @ForAll long aHigh, @ForAll long aLow, @ForAll long bHigh, @ForAll long bLow) {
        Work a = new Work(aHigh >>> 1, aLow);
        Work b = new Work(bHigh >>> 1, bLow);
        Work sum = a.plus(b);
        assertThat(sum.toBigInteger()).isEqualTo(a.toBigInteger().add(b.toBigInteger()));
        assertThat(sum.minus(b)).isEqualTo(a);
        assertThat(Integer.signum(a.compareTo(b)))
                .isEqualTo(Integer.signum(a.toBigInteger().compareTo(b.toBigInteger())));
    }

    @Property
    void survivesTheWayThroughBigInteger(@ForAll long high, @ForAll long low) {
        Work work = new Work(high, low);
        assertThat(Work.of(work.toBigInteger())).isEqualTo(work);
    }
}
