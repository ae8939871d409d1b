package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import thunderpool.topics.Judgement;

class AddressDeskTest {

    private static final ReadStore STORE = new ReadStore();
    private static final AddressDesk DESK = new AddressDesk(STORE.accounts, STORE.miners);

    @BeforeAll
    static void fill() {
        STORE.append(
                Judgement.TOPIC,
                PoolSample.judged(
                        0,
                        PoolSample.share(PoolSample.miner(PoolSample.ALICE, "a"), 0, ReadStore.NOW, null),
                        PoolSample.share(PoolSample.miner(PoolSample.BOB, "b"), 0, ReadStore.NOW, null)));
        STORE.feed(STORE.projector.shares());
    }

    @AfterAll
    static void drop() {
        STORE.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                PoolSample.ALICE + " | true | true | - | -",
                "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4 | true | true | - | -",
                "3P14159f73E4gFr7JterCCQh9QjiTjiZrG | true | false | - | -",
                PoolSample.ON_TESTNET + " | false | false | testnet4 | -",
                "0x52908400098527886E0F7030069857D2E4169EE7 | false | false | Ethereum | -",
                "14YPSNPi6NSXnUxtPAsyJSuw3pv7AU3Cah | false | false | One character differs | " + PoolSample.ALICE,
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 | false | false | One character differs | "
                        + PoolSample.BOB,
                "3P14159f73E4gFr7JterCCQh9QjiTjiZrg | false | false | can not be used here | -",
                "bitcoin:" + PoolSample.ALICE + "?amount=1 | false | false | more than an address | "
                        + PoolSample.ALICE,
                PoolSample.BOB + ".rig7 | false | false | more than an address | " + PoolSample.BOB,
                "nonsense | false | false | can not be used here | -",
            })
    void saysWhatIsWrongAndWhatMayBeMeant(
            String text, boolean valid, boolean known, String problem, String suggestion) {
        Views.AddressCheck check = DESK.check(" " + text + " ");
        assertThat(check.valid()).isEqualTo(valid);
        assertThat(check.known()).isEqualTo(known);
        assertThat(check.suggestion()).isEqualTo(suggestion);
        if (problem == null) {
            assertThat(check.problem()).isNull();
        } else {
            assertThat(check.problem()).contains(problem);
        }
    }

    @Test
    void anEndlessTextCostsNothing() {
        assertThat(DESK.check("1".repeat(100_000)).problem()).contains("far too long");
    }

    @Test
    void segwitIsAlsoSpelledAsInQrCodes() {
        assertThat(DESK.spellings(PoolSample.script(PoolSample.BOB)))
                .containsExactly(PoolSample.BOB, "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4");
        assertThat(DESK.spellings(PoolSample.script(PoolSample.ALICE))).containsExactly(PoolSample.ALICE);
    }
}
