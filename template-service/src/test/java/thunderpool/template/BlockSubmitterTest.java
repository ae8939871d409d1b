package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Sats;
import thunderpool.node.NodeFault;
import thunderpool.node.SubmitOutcome;
import thunderpool.template.BlockSubmitter.Receipt;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.Bytes;

class BlockSubmitterTest {

    private final FakeChainNode a = new FakeChainNode("a");
    private final FakeChainNode b = new FakeChainNode("b");
    private final MemoryStores stores = new MemoryStores();
    private final RecentBodies bodies = new RecentBodies(stores, 8);
    private final List<Duration> pauses = new ArrayList<>();
    private final BlockSubmitter submitter = new BlockSubmitter(
            Chain.LITECOIN_REGTEST,
            new BlockSubmitter.Outside(
                    List.of(a, b),
                    bodies,
                    new PoolScript(Chain.LITECOIN_REGTEST, Optional.empty(), List.of(), stores),
                    stores,
                    Runnable::run,
                    pauses::add),
            Solved.metrics());
    private final BlockSolved solved = Solved.block();

    @Test
    void submitsTheWholeBlockToEveryNodeAndStoresIt() {
        stores.put(Solved.body());
        a.submitScript.add(new SubmitOutcome.Accepted());
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(true));
        assertThat(a.submitted).containsExactly(Recorded.blockOfTemplateWithMweb());
        assertThat(b.submitted).containsExactly(Recorded.blockOfTemplateWithMweb());
        assertThat(stores.outcomes(solved.blockId()))
                .containsEntry("a", "accepted")
                .containsEntry("b", "duplicate");
        Candidate kept = stores.find(solved.blockId()).orElseThrow();
        assertThat(kept.height()).isEqualTo(Solved.HEIGHT);
        assertThat(kept.reward()).isEqualTo(Sats.of(1_250_005_310L));
    }

    @Test
    void doesNotSubmitASecondTimeWhatCameByAnotherRoad() {
        stores.put(Solved.body());
        submitter.bring(solved);
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(false));
        assertThat(a.submitted).hasSize(1);
    }

    @Test
    void triesAgainWhereTheAnswerIsUnknown() {
        stores.put(Solved.body());
        a.submitScript.add(new NodeFault.Timeout(Duration.ofSeconds(30)));
        a.submitScript.add(new NodeFault.Unreachable("reset"));
        submitter.bring(solved);
        assertThat(a.submitted).hasSize(3);
        assertThat(pauses).hasSize(2);
        assertThat(stores.outcomes(solved.blockId())).containsEntry("a", "duplicate");
    }

    @Test
    void givesUpOnADeadNodeWithoutForgettingTheOthers() {
        stores.put(Solved.body());
        a.down = true;
        submitter.bring(solved);
        assertThat(b.submitted).hasSize(1);
        assertThat(stores.outcomes(solved.blockId()))
                .containsEntry("a", "unknown")
                .containsEntry("b", "duplicate");
        assertThat(submitter.underWay(solved.blockId())).isFalse();
    }

    @Test
    void submitsAlsoWhileTheDatabaseIsAway() {
        bodies.add(Solved.body());
        stores.away = true;
        assertThat(submitter.bring(solved)).isInstanceOf(Receipt.NotStored.class);
        assertThat(a.submitted).hasSize(1);
        assertThat(b.submitted).hasSize(1);
        stores.away = false;
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(true));
    }

    @Test
    void submitsBeforeItAsksTheDatabaseWhichMayHang() {
        bodies.add(Solved.body());
        List<Integer> submittedWhenAsked = new ArrayList<>();
        stores.beforeAnswer = () -> submittedWhenAsked.add(a.submitted.size());
        a.submitScript.add(new SubmitOutcome.Accepted());
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(true));
        assertThat(submittedWhenAsked).isNotEmpty().containsOnly(1);
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(false));
        assertThat(a.submitted)
                .as("once all nodes have answered, once is enough")
                .hasSize(1);
    }

    /** As where a restored database waits for its second server: it can be read, and no commit comes back. */
    @Test
    void submitsWithABodyThatItFetchedAlsoWhenTheBlockCannotBeKept() {
        stores.put(Solved.body());
        stores.beforeKeep = () -> {
            throw new StoreAway("memory", new IllegalStateException("no commit is acknowledged"));
        };
        assertThat(submitter.bring(solved)).isInstanceOf(Receipt.NotStored.class);
        assertThat(a.submitted).containsExactly(Recorded.blockOfTemplateWithMweb());
        assertThat(b.submitted).containsExactly(Recorded.blockOfTemplateWithMweb());
        stores.beforeKeep = () -> {};
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(true));
        assertThat(a.submitted).as("all nodes have answered").hasSize(1);
    }

    @Test
    void submitsAgainWhatIsBroughtAgainWhileANodeHasNotAnswered() {
        bodies.add(Solved.body());
        a.down = true;
        submitter.bring(solved);
        a.down = false;
        submitter.bring(solved);
        assertThat(a.submitted).isNotEmpty();
        assertThat(stores.outcomes(solved.blockId())).containsEntry("a", "duplicate");
    }

    @Test
    void keepsABlockWhoseBodyIsNotHereForTheOneWhoHasIt() {
        assertThat(submitter.bring(solved)).isEqualTo(new Receipt.Stored(true));
        assertThat(a.submitted).isEmpty();
        stores.put(Solved.body());
        submitter.again(stores.find(solved.blockId()).orElseThrow());
        assertThat(a.submitted).hasSize(1);
    }

    @Test
    void refusesWhatIsNoBlock() {
        byte[] header = solved.header().toByteArray();
        header[76] ^= 1;
        BlockSolved otherNonce = with(solved, Bytes.of(header), solved.chain());
        assertThat(submitter.bring(otherNonce)).isInstanceOf(Receipt.Refused.class);
        assertThat(submitter.bring(with(solved, Bytes.of(new byte[79]), solved.chain())))
                .isInstanceOf(Receipt.Refused.class);
        assertThat(submitter.bring(with(solved, solved.header(), "bitcoin-main")))
                .isInstanceOf(Receipt.Refused.class);
        BlockSolved noCoinbase = new BlockSolved(
                solved.chain(),
                solved.blockId(),
                solved.submission(),
                solved.header(),
                Bytes.of(new byte[] {1, 2, 3}),
                solved.finder(),
                0);
        assertThat(submitter.bring(noCoinbase)).isInstanceOf(Receipt.Refused.class);
        assertThat(stores.candidates).isEmpty();
    }

    private static BlockSolved with(BlockSolved from, Bytes header, String chain) {
        return new BlockSolved(
                chain, from.blockId(), from.submission(), header, from.coinbase(), from.finder(), from.foundAtMs());
    }
}
