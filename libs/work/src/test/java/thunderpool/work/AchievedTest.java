package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;

class AchievedTest {

    /** Bitcoin's block 0: ten zero digits, then 1 9 d 6 6 8 9 c 0 of which the first has three more zero bits. */
    @Test
    void readsTheBeginningOfTheGenesisHash() {
        Hash256 genesis = Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
        assertThat(Achieved.of(genesis)).isEqualTo(new Achieved(43, 0xceb344e0));
    }

    @Property
    void isTheExactBeginningOfAnyValue(
            @ForAll @Size(32) byte[] bytes, @ForAll @IntRange(min = 0, max = 255) int zeros) {
        BigInteger value = new BigInteger(1, bytes).shiftRight(zeros).max(BigInteger.ONE);
        Achieved achieved = Achieved.of(hash(value));
        assertThat(achieved.zeroBits()).isEqualTo(256 - value.bitLength());
        assertThat(Integer.toUnsignedLong(achieved.following()))
                .isEqualTo(value.shiftLeft(32).shiftRight(value.bitLength()).longValueExact());
    }

    @Property
    void aBetterShareIsGreater(@ForAll @Size(32) byte[] one, @ForAll @Size(32) byte[] other) {
        BigInteger left = new BigInteger(1, one).shiftRight(one[0] & 0xff).max(BigInteger.ONE);
        BigInteger right = new BigInteger(1, other).shiftRight(other[0] & 0xff).max(BigInteger.ONE);
        int byAchieved = Achieved.of(hash(left)).compareTo(Achieved.of(hash(right)));
        assertThat(Integer.signum(byAchieved)).isIn(0, Integer.signum(right.compareTo(left)));
    }

    @Test
    void noHashAtAllIsTheBest() {
        assertThat(Achieved.of(Hash256.ZERO)).isEqualTo(Achieved.of(hash(BigInteger.ONE)));
    }

    @Test
    void holdsNothingThatNoHashBeginsWith() {
        assertThatThrownBy(() -> new Achieved(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Achieved(256, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Hash256 hash(BigInteger value) {
        return Hash256.ofDisplayHex("%064x".formatted(value));
    }
}
