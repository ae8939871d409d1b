package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sha256d;

class DuplicatesTest {

    private static Hash256 identity(int number) {
        return Sha256d.of(new byte[] {(byte) number, (byte) (number >>> 8), (byte) (number >>> 16)});
    }

    @Test
    void remembersAsLongAsPromisedAndForgetsAfterwards() {
        Duplicates duplicates = new Duplicates(1000);
        assertThat(duplicates.firstSight(identity(1), 0)).isTrue();
        assertThat(duplicates.firstSight(identity(1), 1000)).isFalse();
        for (int at = 1000; at <= 4000; at += 100) {
            duplicates.firstSight(identity(at), at);
        }
        assertThat(duplicates.size())
                .as("only what is younger than keep and two generations")
                .isLessThan(16);
    }

    @Test
    void aClockThatStepsBackForgetsNothing() {
        Duplicates duplicates = new Duplicates(1000);
        duplicates.firstSight(identity(1), 5000);
        assertThat(duplicates.firstSight(identity(1), 10)).isFalse();
        assertThat(duplicates.firstSight(identity(2), 10)).isTrue();
        assertThat(duplicates.firstSight(identity(2), 5900)).isFalse();
    }

    @Test
    void theZeroFingerprintIsAFingerprintToo() {
        Duplicates duplicates = new Duplicates(1000);
        assertThat(duplicates.firstSight(Hash256.ZERO, 0)).isTrue();
        assertThat(duplicates.firstSight(Hash256.ZERO, 0)).isFalse();
    }

    /** Against a naive twin: within the promised time the answer is exactly a set's. */
    @Property(tries = 50)
    void neverCallsARepeatNewWithinTheTime(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Duplicates duplicates = new Duplicates(1000);
        Map<Integer, Long> seenAt = new HashMap<>();
        long now = 0;
        for (int step = 0; step < 2000; step++) {
            now += random.nextInt(5);
            int number = random.nextInt(1500);
            Long before = seenAt.get(number);
            boolean first = duplicates.firstSight(identity(number), now);
            if (before == null) {
                assertThat(first).isTrue();
            } else if (now - before <= 1000) {
                assertThat(first).isFalse();
            }
            if (first) {
                seenAt.put(number, now);
            }
        }
    }
}
