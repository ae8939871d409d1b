package thunderpool.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Tag;
import thunderpool.work.Template;

class PayeesTest {
    /** BIP173's example for a main-net key hash, and the script it names there. */
    private static final String POOL = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

    private static final Script POOL_SCRIPT = Script.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
    private static final Script THIEF = Script.ofHex("0014" + "66".repeat(20));
    private static final TxOutput COMMITMENT = new TxOutput(Sats.ZERO, Script.ofHex("6a24aa21a9ed" + "07".repeat(32)));

    private final Payees payees = Payees.of(List.of(POOL), Chain.BITCOIN_MAIN);

    private static Template template(CoinbasePlan... plans) {
        return new Template(
                Chain.BITCOIN_MAIN.name(),
                1,
                900_000,
                Hash256.ZERO,
                0x20000000,
                0x1d00ffff,
                1_760_000_000,
                1_760_000_100,
                Sats.of(312_500_000),
                List.of(COMMITMENT),
                0,
                Tag.ofText("/test/"),
                List.of(),
                List.of(plans));
    }

    @Test
    void whatPaysThePoolAndTheCommitmentIsNoStrangers() {
        assertThat(payees.stranger(template(CoinbasePlan.custodial(POOL_SCRIPT))))
                .isEmpty();
    }

    @Test
    void theThiefIsNamedWhereverHeStands() {
        assertThat(payees.stranger(template(CoinbasePlan.custodial(THIEF))))
                .contains(new TxOutput(Sats.of(312_500_000), THIEF));
        TxOutput share = new TxOutput(Sats.of(1), THIEF);
        assertThat(payees.stranger(template(new CoinbasePlan(0, List.of(share), POOL_SCRIPT))))
                .contains(share);
        assertThat(payees.stranger(
                        template(CoinbasePlan.custodial(POOL_SCRIPT), new CoinbasePlan(1, List.of(), THIEF))))
                .as("in a second plan")
                .isPresent();
    }

    @Test
    void withoutAnAddressEverybodyMayBePaid() {
        assertThat(new Payees(Set.of()).stranger(template(CoinbasePlan.custodial(THIEF))))
                .isEmpty();
    }

    @Test
    void aWrongAddressIsSaidAtTheStart() {
        assertThatThrownBy(() -> Payees.of(List.of("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"), Chain.BITCOIN_MAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("gateway.pays-to has bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5: ");
    }
}
