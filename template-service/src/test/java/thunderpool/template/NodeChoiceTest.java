package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.ChainStatus.NodeStatus;

class NodeChoiceTest {

    private static final long NOW = 1_000_000;
    private static final NodeChoice.Rules RULES = new NodeChoice.Rules(new TipRule(1, 30_000), 30_000);
    private static final Set<Hash256> OTHERS = Set.of(FakeChainNode.id(10), FakeChainNode.id(12), FakeChainNode.id(30));

    private final FakeChainNode a = new FakeChainNode("a").grow(1, 10);
    private final FakeChainNode b = new FakeChainNode("b").grow(1, 10);

    private static NodeReport look(FakeChainNode node) {
        return look(node, NOW);
    }

    private static NodeReport look(FakeChainNode node, long nowMs) {
        NodeCheck.Policy policy = new NodeCheck.Policy(Duration.ofSeconds(20), 1, false);
        return new NodeCheck(node, Chain.LITECOIN_REGTEST, policy, () -> 0L).look(Optional.empty(), OTHERS, nowMs);
    }

    /** The choice when work came from one of them before. */
    private NodeChoice choose(Optional<String> current) {
        NodeChoice before = current.map(name -> among(NodeChoice.NONE, look(name.equals("a") ? a : b)))
                .orElse(NodeChoice.NONE);
        return among(before, look(a), look(b));
    }

    private static NodeChoice among(NodeChoice before, NodeReport... reports) {
        return NodeChoice.among(List.of(reports), before, RULES, NOW);
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
    void namesANodeOnAnotherBranch() {
        b.reorganizeFrom(10);
        b.grow(30, 1);
        a.grow(11, 1);
        NodeStatus other = choose(Optional.of("a")).nodes().getLast();
        assertThat(other.healthy()).isFalse();
        assertThat(other.problem()).isEqualTo("is on another branch than a");
    }

    @Test
    void namesANodeThatTooFewAgreeWith() {
        NodeChoice.Rules two = new NodeChoice.Rules(new TipRule(2, 30_000), 30_000);
        FakeChainNode c = new FakeChainNode("c").grow(1, 12);
        NodeChoice trusted = NodeChoice.among(List.of(look(a), look(b), look(c)), NodeChoice.NONE, two, NOW);
        assertThat(chosen(trusted)).contains("c");
        NodeChoice left = NodeChoice.among(
                List.of(look(a, NOW + 30_000), look(b, NOW + 30_000), look(c, NOW + 30_000)),
                trusted,
                two,
                NOW + 30_000);
        assertThat(chosen(left)).contains("a");
        assertThat(left.passesOver()).isTrue();
        assertThat(left.nodes().getLast().problem()).isEqualTo("only 1 of 3 nodes at its tip, needed are 2");
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
        NodeChoice choice = among(among(NodeChoice.NONE, look(a)), look(a, NOW - 31_000), look(b));
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
