package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.topics.ChainStatus.NodeStatus;

class NodeChoiceTest {

    private static final long NOW = 1_000_000;

    private final FakeChainNode a = new FakeChainNode("a").grow(1, 10);
    private final FakeChainNode b = new FakeChainNode("b").grow(1, 10);

    private static NodeReport look(FakeChainNode node) {
        return look(node, NOW);
    }

    private static NodeReport look(FakeChainNode node, long nowMs) {
        NodeCheck.Policy policy = new NodeCheck.Policy(Duration.ofSeconds(20), 1, false);
        return new NodeCheck(node, Chain.LITECOIN_REGTEST, policy, () -> 0L).look(Optional.empty(), nowMs);
    }

    private NodeChoice choose(Optional<String> current) {
        return NodeChoice.among(List.of(look(a), look(b)), current, NOW, 30_000);
    }

    private static Optional<String> chosen(NodeChoice choice) {
        return choice.chosen().map(NodeReport::node);
    }

    @Test
    void takesTheFirstOfEqualsAndStaysWithTheOneItHas() {
        assertThat(chosen(choose(Optional.empty()))).contains("a");
        assertThat(chosen(choose(Optional.of("b")))).contains("b");
    }

    @Test
    void leavesANodeForOneWithMoreWork() {
        b.grow(11, 1);
        assertThat(chosen(choose(Optional.of("a")))).contains("b");
    }

    @Test
    void prefersWorkToHeight() {
        b.grow(11, 3);
        a.extraWork = java.math.BigInteger.valueOf(100);
        assertThat(chosen(choose(Optional.of("b")))).contains("a");
    }

    @Test
    void namesANodeThatLiesBehind() {
        b.grow(11, 2);
        NodeStatus lagging = choose(Optional.of("a")).nodes().getFirst();
        assertThat(lagging.healthy()).isFalse();
        assertThat(lagging.problem()).isEqualTo("lies 2 blocks behind b");
    }

    @Test
    void leavesANodeThatDoesNotAnswer() {
        a.down = true;
        NodeChoice choice = choose(Optional.of("a"));
        assertThat(chosen(choice)).contains("b");
        assertThat(choice.nodes().getFirst().problem()).contains("unreachable");
    }

    @Test
    void trustsNoOldReport() {
        NodeChoice choice = NodeChoice.among(List.of(look(a, NOW - 31_000), look(b)), Optional.of("a"), NOW, 30_000);
        assertThat(chosen(choice)).contains("b");
        assertThat(choice.nodes().getFirst().problem()).isEqualTo("silent for 31 s");
    }

    @Test
    void choosesNoneAndSaysWhyWhenAllAreUnfit() {
        a.initialDownload = true;
        b.peers = 0;
        NodeChoice choice = choose(Optional.of("a"));
        assertThat(choice.chosen()).isEmpty();
        assertThat(choice.reason()).contains("a: still downloading the chain").contains("b: has 0 peers, needs 1");
    }

    @Test
    void refusesANodeOfAnotherChainOrGenesis() {
        a.rpcChain = "main";
        b.active.set(0, FakeChainNode.id(99));
        NodeChoice choice = choose(Optional.empty());
        assertThat(choice.reason())
                .contains("on chain 'main'")
                .contains("genesis block is not that of litecoin-regtest");
    }
}
