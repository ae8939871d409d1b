package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.ChainStatus;

class SilenceWatchTest {

    private static final SilenceWatch.Limits LIMITS =
            new SilenceWatch.Limits(Duration.ofSeconds(12), Duration.ofSeconds(30));

    private static final NodeChoice.Rules RULES = new NodeChoice.Rules(new TipRule(1, 30_000), 30_000);

    private final FakeChainNode node = new FakeChainNode("a").grow(1, 10);
    private final NodeCheck check = new NodeCheck(
            node, Chain.LITECOIN_REGTEST, new NodeCheck.Policy(Duration.ofSeconds(20), 0, true), () -> 0L);
    private final List<ChainStatus> log = new ArrayList<>();
    private long nowMs = 1_000_000;
    private boolean brokerAway;
    private boolean deaf;
    private boolean nodesSilent;
    private final SilenceWatch one = watch();
    private final SilenceWatch two = watch();

    private SilenceWatch watch() {
        return new SilenceWatch(Chain.LITECOIN_REGTEST, this::write, this::nodes, LIMITS, nowMs);
    }

    private NodeChoice nodes(long atMs) {
        if (nodesSilent) {
            return NodeChoice.NONE;
        }
        return NodeChoice.among(List.of(check.look(Optional.empty(), Set.of(), atMs)), NodeChoice.NONE, RULES, atMs);
    }

    private CompletionStage<Long> write(ChainStatus status) {
        if (brokerAway) {
            return CompletableFuture.failedStage(new IllegalStateException("no broker"));
        }
        log.add(status);
        if (!deaf) {
            one.on(status, nowMs);
            two.on(status, nowMs);
        }
        return CompletableFuture.completedStage((long) log.size());
    }

    private void leaderSpeaks() {
        var _ = write(new ChainStatus(
                Chain.LITECOIN_REGTEST.name(), true, "", node.chainState().tip(), 10, 0x207fffff, 7, 42, 9, List.of()));
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            nowMs += 1_000;
            one.look(nowMs);
            two.look(nowMs);
        }
    }

    private List<ChainStatus> refusals() {
        return log.stream().filter(status -> !status.serving()).toList();
    }

    @Test
    void saysNothingWhileALeaderSpeaks() {
        for (int i = 0; i < 40; i++) {
            leaderSpeaks();
            seconds(3);
        }
        assertThat(refusals()).isEmpty();
    }

    /** A database that fails over takes longer than the lease: miners stay, for their work is still the best there is. */
    @Test
    void saysNothingWhileTheTipIsTheLeadersLastOne() {
        leaderSpeaks();
        seconds(300);
        assertThat(refusals()).isEmpty();
        node.grow(11, 1);
        seconds(1);
        assertThat(refusals()).hasSize(1);
    }

    @Test
    void saysSoWhenNoInstanceLeadsAndNoNodeSpeaksAndOneVoiceIsEnough() {
        leaderSpeaks();
        nodesSilent = true;
        seconds(29);
        assertThat(refusals()).isEmpty();
        seconds(30);
        assertThat(refusals()).hasSizeBetween(10, 11);
        ChainStatus said = refusals().getLast();
        assertThat(said.reason()).isEqualTo("no instance of template-service leads: is its database away?");
        assertThat(said.tip()).as("the leader's").isEqualTo(node.chainState().tip());
        assertThat(said.nbits()).isEqualTo(0x207fffff);
        assertThat(said.templateId()).isEqualTo(42);
    }

    @Test
    void aNewTipThatNobodyServesIsSaidAtOnce() {
        leaderSpeaks();
        node.grow(11, 1);
        seconds(11);
        assertThat(refusals()).isEmpty();
        seconds(1);
        assertThat(refusals()).hasSize(1);
        assertThat(refusals().getFirst().tip()).isEqualTo(FakeChainNode.id(11));
        assertThat(refusals().getFirst().nodes()).hasSize(1);
    }

    @Test
    void fallsSilentWithTheFirstWordOfALeader() {
        leaderSpeaks();
        nodesSilent = true;
        seconds(40);
        int before = refusals().size();
        leaderSpeaks();
        seconds(29);
        assertThat(refusals()).hasSize(before);
    }

    @Test
    void whoHearsNothingSaysItOnceOnly() {
        deaf = true;
        seconds(120);
        assertThat(log).hasSize(2);
    }

    @Test
    void goesOnTryingWhileTheLogTakesNothing() {
        brokerAway = true;
        seconds(60);
        assertThat(log).isEmpty();
        brokerAway = false;
        seconds(1);
        assertThat(refusals()).hasSize(1);
    }

    @Test
    void anotherChainsLeaderIsNoneOfOurs() {
        one.on(new ChainStatus("litecoin-main", true, "", Hash256.ZERO, 10, 0, 0, 0, 0, List.of()), nowMs + 25_000);
        seconds(31);
        assertThat(refusals()).isNotEmpty();
    }
}
