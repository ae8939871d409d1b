package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.node.NodeFault;

class NodeCheckTest {

    private final FakeChainNode node = new FakeChainNode("a").grow(1, 5);
    private final NodeCheck check = new NodeCheck(
            node, Chain.LITECOIN_REGTEST, new NodeCheck.Policy(Duration.ofSeconds(20), 0, true), () -> 0L);

    @Test
    void keepsATemplateUntilItIsOldOrTheTipMoves() {
        check.look(Optional.empty(), Set.of(), 0);
        check.look(Optional.empty(), Set.of(), 19_999);
        assertThat(node.templatesAsked).isEqualTo(1);
        NodeReport refreshed = check.look(Optional.empty(), Set.of(), 20_000);
        assertThat(node.templatesAsked).isEqualTo(2);
        assertThat(refreshed.templateAtMs()).isEqualTo(20_000);
        node.grow(6, 1);
        NodeReport moved = check.look(Optional.empty(), Set.of(), 20_001);
        assertThat(node.templatesAsked).isEqualTo(3);
        assertThat(moved.template().orElseThrow().previous()).isEqualTo(FakeChainNode.id(6));
    }

    @Test
    void usesTheTemplateASignalBrought() {
        NodeReport report = check.look(Optional.of(Recorded.onTip(FakeChainNode.id(5), 5, node.curTime)), Set.of(), 0);
        assertThat(report.usable()).isTrue();
        assertThat(node.templatesAsked).isZero();
    }

    @Test
    void ignoresABroughtTemplateOfAnotherTip() {
        NodeReport report = check.look(Optional.of(Recorded.onTip(FakeChainNode.id(4), 4, node.curTime)), Set.of(), 0);
        assertThat(report.template().orElseThrow().previous()).isEqualTo(FakeChainNode.id(5));
    }

    @Test
    void saysWhichBlocksOfOthersLieInItsChain() {
        node.reorganizeFrom(5);
        node.grow(7, 1);
        Set<Hash256> others =
                Set.of(FakeChainNode.id(3), FakeChainNode.id(5), FakeChainNode.id(7), FakeChainNode.id(99));
        assertThat(check.look(Optional.empty(), others, 0).answers())
                .isEqualTo(Map.of(FakeChainNode.id(3), true, FakeChainNode.id(5), false, FakeChainNode.id(99), false));
    }

    @Test
    void itsOwnTipIsNotLateForWhatOthersAreAt() {
        node.slowToFind = true;
        NodeReport report = check.look(Optional.empty(), Set.of(FakeChainNode.id(3), FakeChainNode.id(99)), 0);
        assertThat(report.usable()).isTrue();
        assertThat(report.answers()).isEmpty();
    }

    @Test
    void aNodeWhoseClockIsFarAheadWouldMakeBlocksThatNobodyTakes() {
        long nowMs = node.curTime * 1_000;
        node.medianTime = node.curTime - 3_600;
        assertThat(check.look(Optional.empty(), Set.of(), nowMs).problem()).isEmpty();
        node.curTime += 3_601;
        node.grow(6, 1);
        assertThat(check.look(Optional.empty(), Set.of(), nowMs).problem())
                .isEqualTo("its clock is more than 60 minutes ahead of ours");
        // A chain that is ahead of all clocks is not the node's fault.
        node.medianTime = node.curTime - 1;
        assertThat(check.look(Optional.empty(), Set.of(), nowMs).problem()).isEmpty();
    }

    @Test
    void saysWhyANodeFailedWhileItIsNotAsked() {
        node.down = true;
        node.whenDown = new NodeFault.Denied(401);
        assertThat(check.look(Optional.empty(), Set.of(), 0).problem())
                .isEqualTo("denies access (HTTP 401): check user and password");
        node.whenDown = new NodeFault.Refused();
        assertThat(check.look(Optional.empty(), Set.of(), 1_000).problem())
                .isEqualTo(
                        "failed too often, is asked again shortly (denies access (HTTP 401): check user and password)");
    }

    @Test
    void servesNothingOfANodeThatWentSilent() {
        check.look(Optional.empty(), Set.of(), 0);
        node.down = true;
        NodeReport report = check.look(Optional.empty(), Set.of(), 1_000);
        assertThat(report.usable()).isFalse();
        assertThat(report.template()).isEmpty();
    }
}
