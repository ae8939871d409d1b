package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;

/** What operators are shown, and alerts go by, of three nodes. */
class TemplateMetricsTest {

    private static final long NOW = 1_000_000;
    private static final NodeChoice.Rules RULES = new NodeChoice.Rules(new TipRule(1, 30_000), 30_000);
    private static final Set<Hash256> TIPS = Set.of(FakeChainNode.id(9), FakeChainNode.id(10), FakeChainNode.id(30));

    private final FakeChainNode a = new FakeChainNode("a").grow(1, 10);
    private final FakeChainNode b = new FakeChainNode("b").grow(1, 10);
    private final FakeChainNode c = new FakeChainNode("c").grow(1, 10);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TemplateMetrics metrics =
            new TemplateMetrics(registry, "litecoin-regtest", List.of("a", "b", "c"), InstantSource.system());

    private void look() {
        List<NodeReport> reports = List.of(look(a), look(b), look(c));
        reports.forEach(metrics::node);
        metrics.choice(NodeChoice.among(reports, NodeChoice.NONE, RULES, NOW));
    }

    private static NodeReport look(FakeChainNode node) {
        NodeCheck.Policy policy = new NodeCheck.Policy(Duration.ofSeconds(20), 1, false);
        return new NodeCheck(node, Chain.LITECOIN_REGTEST, policy, () -> 0L).look(Optional.empty(), TIPS, NOW);
    }

    private List<Double> shown(String meter) {
        return List.of("a", "b", "c").stream()
                .map(node -> registry.get(meter).tag("node", node).gauge().value())
                .toList();
    }

    @Test
    void allAreUpAndOnOneBranchWhileTheyAgree() {
        look();
        assertThat(shown("thunderpool.node.up")).containsExactly(1.0, 1.0, 1.0);
        assertThat(shown("thunderpool.node.tip.agrees")).containsExactly(1.0, 1.0, 1.0);
        assertThat(shown("thunderpool.node.lag.blocks")).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void aNodeOnAnotherBranchIsNeitherUpNorAgreeing() {
        b.reorganizeFrom(10);
        b.grow(30, 1);
        look();
        assertThat(shown("thunderpool.node.up")).containsExactly(1.0, 0.0, 1.0);
        assertThat(shown("thunderpool.node.tip.agrees")).containsExactly(1.0, 0.0, 1.0);
        assertThat(shown("thunderpool.node.lag.blocks")).containsExactly(0.0, 0.0, 0.0);
    }

    @Test
    void aNodeThatLiesBehindIsNotUpButOnTheBranch() {
        a.grow(11, 1);
        b.grow(11, 1);
        c.reorganizeFrom(10);
        look();
        assertThat(shown("thunderpool.node.up")).containsExactly(1.0, 1.0, 0.0);
        assertThat(shown("thunderpool.node.tip.agrees")).containsExactly(1.0, 1.0, 1.0);
        assertThat(shown("thunderpool.node.lag.blocks")).containsExactly(0.0, 0.0, 2.0);
    }

    /** Bitcoin Core's own: coinbase value 2500009992 at height 239. */
    @Test
    void theNewestTemplateShowsWhatItIsWorth() {
        metrics.published(true, Recorded.templateOfBitcoinCore(), NOW);
        assertThat(registry.get("thunderpool.template.height").gauge().value()).isEqualTo(239);
        assertThat(registry.get("thunderpool.template.transactions").gauge().value())
                .isEqualTo(5);
        assertThat(registry.get("thunderpool.template.transactions.bytes")
                        .gauge()
                        .value())
                .isEqualTo(1150);
        assertThat(registry.get("thunderpool.template.fees.satoshi").gauge().value())
                .isEqualTo(9992);
    }

    @Test
    void ofANodeThatDoesNotAnswerOnlyThatIsSaid() {
        c.down = true;
        look();
        assertThat(shown("thunderpool.node.up")).containsExactly(1.0, 1.0, 0.0);
        for (String meter : List.of("tip.agrees", "lag.blocks", "height", "peers")) {
            assertThat(shown("thunderpool.node." + meter).getLast()).as(meter).isNaN();
        }
    }
}
