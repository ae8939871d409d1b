package thunderpool.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.work.Achieved;

class ShareDifficultyTest {

    /** Bitcoin's block 0 was far better than it had to be: 2536.43, by Python's integers. */
    @Test
    void theGenesisBlockWasWorthMoreThanItsTarget() {
        Achieved genesis =
                Achieved.of(Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"));
        double difficulty =
                ShareDifficulty.of(genesis, Chain.byName("bitcoin-main").difficultyOne());
        assertThat(difficulty).isCloseTo(2536.4262984453103, within(1e-5));
    }
}
