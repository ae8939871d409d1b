package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifficultyTest {
    private static final Target SHA256D_ONE = Chain.BITCOIN_MAIN.difficultyOne();
    private static final Target SCRYPT_ONE = Chain.LITECOIN_MAIN.difficultyOne();

    @Test
    void difficultyOneIsTheConventionOfEachAlgorithm() {
        assertThat(Difficulty.ONE.target(SHA256D_ONE)).isEqualTo(Target.ofCompact(0x1d00ffff));
        assertThat(Difficulty.ONE.target(SCRYPT_ONE).displayHex()).isEqualTo("0000ffff" + "0".repeat(56));
        assertThat(new Difficulty(16).target(SCRYPT_ONE)).isEqualTo(SHA256D_ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 000000007fff80000000000000000000000000000000000000000000000000",
        "10, 00000000003fffc00000000000000000000000000000000000000000000000",
        "-1, 00000001fffe00000000000000000000000000000000000000000000000000",
        "-32, ffff0000000000000000000000000000000000000000000000000000000000",
        "255, 00000000000000000000000000000000000000000000000000000000000000",
    })
    void shiftsTheTarget(int exponent, String leading62) {
        assertThat(new Difficulty(exponent).target(SHA256D_ONE).displayHex())
                .isEqualTo(leading62 + (exponent == 255 ? "01" : "00"));
    }

    @Test
    void saturatesWhenEasierThanEveryHash() {
        assertThat(Difficulty.EASIEST.target(SCRYPT_ONE)).isEqualTo(Target.EASIEST);
        assertThat(Difficulty.floorOf(Target.EASIEST, SCRYPT_ONE)).isEqualTo(new Difficulty(-17));
    }

    /** Network difficulties by getblock: block 100000 is 14484.16, Litecoin's 2383209 is 20273913.01 * 2^16. */
    @Test
    void floorsANetworkTargetToAPowerOfTwo() {
        assertThat(Difficulty.floorOf(Target.ofCompact(0x1b04864c), SHA256D_ONE))
                .isEqualTo(new Difficulty(13));
        assertThat(Difficulty.floorOf(Target.ofCompact(0x1a00d3d8), SCRYPT_ONE)).isEqualTo(new Difficulty(24 + 16));
        assertThat(Difficulty.floorOf(Chain.BITCOIN_REGTEST.powLimit(), SHA256D_ONE))
                .isEqualTo(Difficulty.EASIEST);
        assertThat(Difficulty.floorOf(Target.ofCompact(0x207fffff), SHA256D_ONE))
                .isEqualTo(Difficulty.EASIEST);
        assertThatThrownBy(() -> Difficulty.floorOf(Target.EASIEST, SHA256D_ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void neverFloorsToSomethingHarderAndTheNextStepWouldBe(
            @ForAll
                    @BigRange(
                            min = "1",
                            max = "57896044618658097711785492504343953926634992332820282019728792003956564819967")
                    BigInteger value) {
        Target target = Target.ofBigInteger(value);
        Difficulty floor = Difficulty.floorOf(target, SHA256D_ONE);
        assertThat(floor.target(SHA256D_ONE)).isGreaterThanOrEqualTo(target);
        if (floor.exponent() < Difficulty.MAX_EXPONENT) {
            assertThat(floor.harder().target(SHA256D_ONE)).isLessThan(target);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "1.99, 0",
        "2, 1",
        "1000, 9",
        "1024, 10",
        "0.5, -1",
        "0.4, -2",
        "65536.7, 16",
        "1e30, 99",
        "1E999999999, 255",
        "0.00000000023283064365386962890625, -32",
        "1.5e-9, -30"
    })
    void snapsAnAnnouncedNumberDown(String announced, int exponent) {
        assertThat(Difficulty.snapDown(new BigDecimal(announced))).contains(new Difficulty(exponent));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "0.0000000002328306436538696289", "1E-999999999", "-1E999999999"})
    void snapsNothingBelowTheEasiest(String announced) {
        assertThat(Difficulty.snapDown(new BigDecimal(announced))).isEmpty();
    }

    @Property
    void writesAnExactNumber(@ForAll @IntRange(min = -32, max = 255) int exponent) {
        Difficulty difficulty = new Difficulty(exponent);
        assertThat(difficulty.jsonNumber()).matches("[1-9][0-9]*|0\\.[0-9]*[1-9]");
        assertThat(Difficulty.snapDown(new BigDecimal(difficulty.jsonNumber()))).contains(difficulty);
    }

    @Test
    void writesKnownNumbers() {
        assertThat(new Difficulty(12).jsonNumber()).isEqualTo("4096");
        assertThat(Difficulty.ONE.jsonNumber()).isEqualTo("1");
        assertThat(new Difficulty(-10).jsonNumber()).isEqualTo("0.0009765625");
        assertThat(Difficulty.EASIEST.jsonNumber()).isEqualTo("0.00000000023283064365386962890625");
    }

    @Test
    void stepsAndStopsAtItsEnds() {
        assertThat(Difficulty.HARDEST.harder()).isEqualTo(Difficulty.HARDEST);
        assertThat(Difficulty.EASIEST.easier()).isEqualTo(Difficulty.EASIEST);
        assertThat(Difficulty.ONE.harder().easier()).isEqualTo(Difficulty.ONE);
        assertThat(Difficulty.ONE.max(new Difficulty(3)).min(new Difficulty(2))).isEqualTo(new Difficulty(2));
        assertThatThrownBy(() -> new Difficulty(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Difficulty(-33)).isInstanceOf(IllegalArgumentException.class);
    }
}
