package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;

class NodeCheckTest {

    private final FakeChainNode node = new FakeChainNode("a").grow(1, 5);
    private final NodeCheck check = new NodeCheck(
            node, Chain.LITECOIN_REGTEST, new NodeCheck.Policy(Duration.ofSeconds(20), 0, true), () -> 0L);

    @Test
    void keepsATemplateUntilItIsOldOrTheTipMoves() {
        check.look(Optional.empty(), 0);
        check.look(Optional.empty(), 19_999);
        assertThat(node.templatesAsked).isEqualTo(1);
        NodeReport refreshed = check.look(Optional.empty(), 20_000);
        assertThat(node.templatesAsked).isEqualTo(2);
        assertThat(refreshed.templateAtMs()).isEqualTo(20_000);
        node.grow(6, 1);
        NodeReport moved = check.look(Optional.empty(), 20_001);
        assertThat(node.templatesAsked).isEqualTo(3);
        assertThat(moved.template().orElseThrow().previous()).isEqualTo(FakeChainNode.id(6));
    }

    @Test
    void usesTheTemplateASignalBrought() {
        NodeReport report = check.look(Optional.of(Recorded.onTip(FakeChainNode.id(5), 5, node.curTime)), 0);
        assertThat(report.usable()).isTrue();
        assertThat(node.templatesAsked).isZero();
    }

    @Test
    void ignoresABroughtTemplateOfAnotherTip() {
        NodeReport report = check.look(Optional.of(Recorded.onTip(FakeChainNode.id(4), 4, node.curTime)), 0);
        assertThat(report.template().orElseThrow().previous()).isEqualTo(FakeChainNode.id(5));
    }

    @Test
    void servesNothingOfANodeThatWentSilent() {
        check.look(Optional.empty(), 0);
        node.down = true;
        NodeReport report = check.look(Optional.empty(), 1_000);
        assertThat(report.usable()).isFalse();
        assertThat(report.template()).isEmpty();
    }
}
