package thunderpool.dashboard.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"miner", "pool", "a", "1a", "a b", "über", "a/b", "", "averyveryveryveryveryveryverylongname"})
    void namesThatMeanOthersOrBreakThingsAreRefused(String name) {
        assertThat(Credentials.problemOfName(name)).isPresent();
    }

    @Test
    void nameIsTheSameInAnyCase() {
        assertThat(Credentials.name(" Alice ")).isEqualTo("alice");
        assertThat(Credentials.problemOfName("alice.b-c_9")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "elevenchars", "aaaaaaaaaaaaaaaa", "abababababababab", "my name is Alice"})
    void weakPasswordsAreRefused(String password) {
        assertThat(Credentials.problemOfPassword("alice", password)).isPresent();
    }

    @Test
    void longEnoughIsEnough() {
        assertThat(Credentials.problemOfPassword("alice", "correct horse")).isEmpty();
        assertThat(Credentials.problemOfPassword("alice", "correct horse ".repeat(10)))
                .isPresent();
    }

    @Test
    void secondFactorOpensOnlyForItsUserAndUnderItsKey() {
        SecretBox box = new SecretBox(() -> List.of("a key of some length"), new Random(7));
        byte[] secret = {1, 2, 3, 4};
        byte[] sealed = box.seal("alice", secret);
        assertThat(box.open("alice", sealed)).isEqualTo(secret);
        assertThat(sealed).hasSize(12 + 4 + 16);
        assertThat(box.seal("alice", secret)).as("another nonce").isNotEqualTo(sealed);
        assertThatThrownBy(() -> box.open("bob", sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new SecretBox(() -> List.of("another key of length"), new Random(7)).open("alice", sealed))
                .hasMessageContaining("another dashboard.admin.key");
    }

    /** Memory for hashing is bounded whatever strangers send. */
    @Test
    void onlySoManyPasswordsAreHashedAtOnce() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        PasswordHashes.Algorithm slow = new PasswordHashes.Algorithm() {
            @Override
            public String hash(String password) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                LockSupport.parkNanos(100_000);
                running.decrementAndGet();
                return password;
            }

            @Override
            public boolean matches(String password, String hash) {
                return hash(password).equals(hash);
            }
        };
        PasswordHashes hashes = new PasswordHashes(slow, 2, "nobody's");
        CountDownLatch done = new CountDownLatch(64);
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 64; i++) {
                threads.execute(() -> {
                    hashes.matches("x", "x");
                    done.countDown();
                });
            }
            done.await();
        }
        assertThat(most.get()).isBetween(1, 2);
    }

    @Test
    void unknownUserIsHashedForToo() {
        AtomicInteger compared = new AtomicInteger();
        PasswordHashes hashes = new PasswordHashes(
                new PasswordHashes.Algorithm() {
                    @Override
                    public String hash(String password) {
                        return "#" + password;
                    }

                    @Override
                    public boolean matches(String password, String hash) {
                        compared.incrementAndGet();
                        return hash.equals("#" + password);
                    }
                },
                1,
                "nobody's");
        assertThat(hashes.matches("nobody's", null)).hasValue(false);
        assertThat(hashes.matches("right", "#right")).hasValue(true);
        assertThat(compared).hasValue(2);
    }
}
