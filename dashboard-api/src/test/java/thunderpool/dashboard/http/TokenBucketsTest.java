package thunderpool.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    @Test
    void aBurstIsAnsweredThenTheSteadyRate() {
        TokenBuckets buckets = new TokenBuckets(20, 100, 1_000);
        long now = 1_000_000;
        for (int i = 0; i < 100; i++) {
            assertThat(buckets.take("a", now)).isZero();
        }
        assertThat(buckets.take("a", now)).isEqualTo(1);
        assertThat(buckets.take("b", now)).isZero();
        int answered = 0;
        for (int ms = 1; ms <= 2_000; ms++) {
            answered += buckets.take("a", now + ms) == 0 ? 1 : 0;
        }
        assertThat(answered).isBetween(39, 41);
    }

    @Test
    void saysHowLongToWait() {
        TokenBuckets slow = new TokenBuckets(1, 3, 1_000);
        for (int i = 0; i < 3; i++) {
            assertThat(slow.take("a", 0)).isZero();
        }
        assertThat(slow.take("a", 0)).isEqualTo(1);
        assertThat(slow.take("a", 999)).isEqualTo(1);
        assertThat(slow.take("a", 1_000)).isZero();
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        TokenBuckets buckets = new TokenBuckets(10, 1, 1_000);
        assertThat(buckets.take("a", 5_000)).isZero();
        assertThat(buckets.take("a", 1_000)).isEqualTo(1);
    }

    @Test
    void remembersOnlySoManyClients() {
        TokenBuckets buckets = new TokenBuckets(1, 1, 100);
        for (int i = 0; i < 100_000; i++) {
            assertThat(buckets.take("client-" + i, 0)).isZero();
        }
        assertThat(buckets.clients()).isEqualTo(100);
        assertThat(buckets.take("client-99999", 0)).isEqualTo(1);
    }
}
