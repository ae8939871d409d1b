package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.node.SubmitOutcome;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockChanged.State;

class BlockTrackerTest {

    private final FakeChainNode a = new FakeChainNode("a");
    private final FakeChainNode b = new FakeChainNode("b");
    private final MemoryStores stores = new MemoryStores();
    private final BlockSubmitter submitter = new BlockSubmitter(
            Chain.LITECOIN_REGTEST,
            new BlockSubmitter.Outside(
                    List.of(a, b),
                    new RecentBodies(stores, 8),
                    new PoolScript(Chain.LITECOIN_REGTEST, Optional.empty(), List.of(), stores),
                    stores,
                    Runnable::run,
                    time -> {}),
            Solved.metrics());
    private final Hash256 ours = Solved.block().blockId();
    private long nowMs;

    @BeforeEach
    void bringOneHome() {
        a.grow(1, Solved.HEIGHT - 1);
        b.grow(1, Solved.HEIGHT - 1);
        stores.put(Solved.body());
        submitter.bring(Solved.block());
    }

    /** A new tracker each time: everything it knows must survive a restart. */
    private void track() {
        nowMs += 6_000;
        new BlockTracker(Chain.LITECOIN_REGTEST, List.of(a, b), stores, submitter, Solved.metrics()).track("a", nowMs);
    }

    private List<State> states() {
        return stores.events.stream().map(BlockChanged::state).toList();
    }

    @Test
    void tellsOfABlockOnceItIsInTheChainAndAgainWhenMature() {
        track();
        assertThat(states()).isEmpty();
        a.active.add(ours);
        track();
        track();
        assertThat(states()).containsExactly(State.FOUND);
        BlockChanged found = stores.events.getFirst();
        assertThat(found.version()).isEqualTo(1);
        assertThat(found.confirmations()).isEqualTo(1);
        assertThat(found.height()).isEqualTo(Solved.HEIGHT);
        assertThat(found.reward()).isEqualTo(Sats.of(1_250_005_310L));
        a.grow(1_000, 98);
        track();
        assertThat(states()).containsExactly(State.FOUND);
        a.grow(2_000, 1);
        track();
        assertThat(states()).containsExactly(State.FOUND, State.MATURED);
        assertThat(stores.events.getLast().confirmations()).isEqualTo(100);
        assertThat(stores.open("litecoin-regtest")).isEmpty();
    }

    @Test
    void followsABlockOutOfTheChainAndBack() {
        a.active.add(ours);
        track();
        a.reorganizeFrom(Solved.HEIGHT);
        track();
        // Its height is empty: nothing says yet that another block takes it.
        assertThat(states()).containsExactly(State.FOUND);
        a.grow(5_000, 2);
        track();
        track();
        assertThat(states()).containsExactly(State.FOUND, State.ORPHANED);
        a.reorganizeFrom(Solved.HEIGHT);
        a.active.add(ours);
        a.grow(6_000, 3);
        track();
        assertThat(states()).containsExactly(State.FOUND, State.ORPHANED, State.FOUND);
        assertThat(stores.events.stream().map(BlockChanged::version)).containsExactly(1L, 2L, 3L);
        assertThat(stores.events.getLast().confirmations()).isEqualTo(4);
    }

    @Test
    void endsTheStoryOfAnOrphanWhenAnotherBlockIsDeepInItsPlace() {
        a.active.add(ours);
        track();
        a.reorganizeFrom(Solved.HEIGHT);
        a.grow(5_000, 99);
        track();
        track();
        assertThat(stores.open("litecoin-regtest")).hasSize(1);
        a.grow(7_000, 1);
        track();
        assertThat(stores.open("litecoin-regtest")).isEmpty();
        assertThat(states()).containsExactly(State.FOUND, State.ORPHANED);
    }

    @Test
    void callsALostRaceOrphanedFromTheStart() {
        a.offChain.put(ours, Solved.HEIGHT);
        a.grow(5_000, 1);
        track();
        assertThat(states()).containsExactly(State.ORPHANED);
    }

    @Test
    void submitsAgainWhatTheNodeDoesNotKnow() {
        int before = a.submitted.size();
        track();
        assertThat(a.submitted).hasSize(before + 1);
        a.active.add(ours);
        track();
        assertThat(a.submitted).hasSize(before + 1);
    }

    @Test
    void callsABlockRejectedOnlyWhenEveryNodeSaysSo() {
        stores.noteOutcome(ours, "a", "rejected", "bad-cb-amount");
        stores.noteOutcome(ours, "b", "unknown", "");
        b.down = true;
        a.submitScript.add(new SubmitOutcome.Rejected("bad-cb-amount"));
        track();
        assertThat(states()).isEmpty();
        b.down = false;
        a.submitScript.add(new SubmitOutcome.Rejected("bad-cb-amount"));
        b.submitScript.add(new SubmitOutcome.Rejected("bad-cb-amount"));
        track();
        assertThat(states()).isEmpty();
        track();
        assertThat(states()).containsExactly(State.REJECTED);
        a.active.add(ours);
        track();
        assertThat(states()).containsExactly(State.REJECTED, State.FOUND);
    }

    @Test
    void concludesNothingFromANodeThatDoesNotAnswer() {
        a.active.add(ours);
        track();
        a.reorganizeFrom(Solved.HEIGHT);
        a.grow(5_000, 1);
        a.down = true;
        track();
        assertThat(states()).containsExactly(State.FOUND);
    }
}
