package thunderpool.dashboard.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.dashboard.admin.Lockout.Rule;

class LockoutTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long DAY_MS = 86_400_000;

    private static Lockout after(Rule rule, int failures) {
        Lockout lockout = Lockout.NONE;
        for (int i = 0; i < failures; i++) {
            lockout = lockout.failed(rule, NOW);
        }
        return lockout;
    }

    @Test
    void aFewMistakesLockNobodyOut() {
        assertThat(after(Rule.USER, 4).isLocked(NOW)).isFalse();
        assertThat(after(Rule.ADDRESS, 19).isLocked(NOW)).isFalse();
    }

    @Test
    void eachLockIsTwiceAsLongUpToALimit() {
        List<Long> seconds = new ArrayList<>();
        for (int failures = 5; failures <= 12; failures++) {
            seconds.add(after(Rule.USER, failures).secondsLeft(NOW));
        }
        assertThat(seconds).containsExactly(30L, 60L, 120L, 240L, 480L, 900L, 900L, 900L);
        assertThat(after(Rule.ADDRESS, 20).secondsLeft(NOW)).isEqualTo(60);
        assertThat(after(Rule.ADDRESS, 200).secondsLeft(NOW)).isEqualTo(3600);
    }

    @Test
    void lockEndsByItselfAndTheNextMistakeLocksLonger() {
        Lockout locked = after(Rule.USER, 5);
        assertThat(locked.isLocked(NOW + 29_999)).isTrue();
        assertThat(locked.isLocked(NOW + 30_000)).isFalse();
        assertThat(locked.secondsLeft(NOW + 1)).isEqualTo(30);
        assertThat(locked.failed(Rule.USER, NOW + 30_000).secondsLeft(NOW + 30_000))
                .isEqualTo(60);
    }

    @Test
    void aDayWithoutMistakesIsANewBeginning() {
        assertThat(after(Rule.USER, 20).failed(Rule.USER, NOW + DAY_MS + 1).failures())
                .isEqualTo(1);
    }

    @Test
    void neighboursInAnIpv6NetworkAreOneAddress() {
        assertThat(NetworkAddress.network("2001:db8:1:2::1")).isEqualTo(NetworkAddress.network("2001:db8:1:2:ffff::9"));
        assertThat(NetworkAddress.network("2001:db8:1:3::1")).isNotEqualTo(NetworkAddress.network("2001:db8:1:2::1"));
        assertThat(NetworkAddress.network("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(NetworkAddress.network("no address")).isEqualTo("no address");
    }
}
