package thunderpool.lab.devnode.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.bitcoinj.base.Sha256Hash;
import org.junit.jupiter.api.Test;
import thunderpool.lab.devnode.chain.ConsensusParams;
import thunderpool.lab.devnode.chain.DifficultyRule;
import thunderpool.lab.devnode.chain.OutPoint;
import thunderpool.lab.devnode.chain.Premine;
import thunderpool.lab.devnode.chain.UnspentOutput;
import thunderpool.lab.devnode.mempool.BlockTemplate;

/** Goal: undo is exact, and a long poll's second reason to wake works. */
class NodeCoreTest {
    private static NodeCore core(int traffic) {
        ConsensusParams consensus =
                new ConsensusParams(new DifficultyRule.Constant(DifficultyRule.REGTEST_BITS), 150, 24);
        return new NodeCore(new NodeSettings(consensus, null, "pool", traffic, InstantSource.system(), new Random(7)));
    }

    /** After any walk of mining and invalidating, reconsidering the first chain gives its very coins back. */
    @Property(tries = 15)
    void anyWalkBackGivesTheSameCoins(@ForAll @Size(max = 6) List<@IntRange(min = 1, max = 5) Integer> depths)
            throws IOException {
        try (NodeCore core = core(4)) {
            List<Sha256Hash> first = BlockMiner.extend(core, 30, Premine.scriptHex());
            Map<OutPoint, UnspentOutput> coins = core.chain().coins().snapshot();
            List<Sha256Hash> cut = new ArrayList<>();
            for (int depth : depths) {
                Sha256Hash hash = core.chain()
                        .tip()
                        .ancestor(core.chain().tip().height() - depth + 1)
                        .hash();
                cut.add(hash);
                core.invalidate(hash);
                BlockMiner.extend(core, 1, Premine.scriptHex());
            }
            for (Sha256Hash hash : cut) {
                core.invalidate(hash);
            }
            core.reconsider(first.getLast());
            assertThat(core.chain().tip().hash()).isEqualTo(first.getLast());
            assertThat(core.chain().coins().snapshot()).isEqualTo(coins);
        }
    }

    @Test
    void aLongPollReturnsWhenTheMempoolChangedAndPatienceIsOver() throws Exception {
        try (NodeCore core = core(3)) {
            BlockTemplate template = core.template();
            // The mempool of the template's time had another counter: the wait ends with the first patience.
            core.awaitWork(template.parent().hash(), template.mempoolUpdates() - 1, Duration.ofMillis(20));
            assertThat(core.chain().tip().height()).isZero();

            Thread waiting = Thread.startVirtualThread(() -> {
                try {
                    core.awaitWork(template.parent().hash(), template.mempoolUpdates(), Duration.ofMillis(20));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(waiting.join(Duration.ofMillis(100)))
                    .as("nothing changed, so it waits on")
                    .isFalse();
            BlockMiner.extend(core, 1, Premine.scriptHex());
            assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        }
    }
}
