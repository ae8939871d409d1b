package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.lab.devnode.DevNode;
import thunderpool.lab.devnode.DevNodeConfig;
import thunderpool.lab.devnode.rpc.Fault;
import thunderpool.node.JsonRpcNode;
import thunderpool.node.NodeEndpoint;
import thunderpool.template.MemoryTemplateService;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.Topic;

/**
 * Goal: miners work on a tip that enough nodes agree on, whatever branch a node is on and however it falls silent.
 *
 * <p>Method: real nodes on real branches, linked and cut off from each other, asked through their RPC by the real clients;
 * template-service's own desk decides what is published. Only the clock is the test's, so that a minute takes none.
 */
final class ChainSafetyTest {

    private static final Chain CHAIN = Chain.BITCOIN_REGTEST;
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Map<String, DevNode> nodes = new LinkedHashMap<>();
    private final List<JsonRpcNode> clients = new ArrayList<>();
    private final MemoryTopics topics = new MemoryTopics(() -> 0L);
    private Optional<MemoryTemplateService> service = Optional.empty();
    private final AtomicLong nowMs = new AtomicLong(1_795_000_000_000L);

    @AfterEach
    void stop() {
        clients.forEach(JsonRpcNode::close);
        nodes.values().forEach(DevNode::close);
    }

    /** Nodes that are linked and have five blocks in common, and a template-service that wants so many to agree. */
    private void start(int agree, String... names) {
        for (String name : names) {
            DevNode node = DevNode.start(DevNodeConfig.regtest()
                    .withPorts(0, -1)
                    .withClock(() -> Instant.ofEpochMilli(nowMs.get()), new Random(nodes.size())));
            nodes.values().forEach(node::link);
            nodes.put(name, node);
            NodeEndpoint endpoint =
                    NodeEndpoint.parse(name, node.rpcUrl().toString(), Optional.empty(), Optional.empty());
            clients.add(JsonRpcNode.connect(endpoint, CHAIN.gbtRules(), new SimpleMeterRegistry()));
        }
        node("a").mineBlocks(5);
        awaitSameTip(names);
        service = Optional.of(new MemoryTemplateService(
                CHAIN,
                new MemoryTemplateService.Shared(Script.ofHex("0014" + "11".repeat(20))),
                new MemoryTemplateService.Outside(
                        clients,
                        topics.writer(TemplatePublished.TOPIC),
                        topics.writer(ChainStatus.TOPIC),
                        () -> true,
                        Runnable::run),
                new MemoryTemplateService.Trust(0, agree, CATCH_UP)));
        after(0);
        assertWorksOn("a");
    }

    private DevNode node(String name) {
        DevNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name);
        }
        return node;
    }

    private Hash256 tip(String name) {
        return Hash256.ofDisplayHex(node(name).tip().hash());
    }

    private void cutOff(String name) {
        nodes.values().stream().filter(other -> other != node(name)).forEach(node(name)::unlink);
    }

    private void link(String name, String other) {
        node(name).link(node(other));
    }

    private void awaitSameTip(String... names) {
        RunningPool.await(
                "one tip of " + String.join(", ", names),
                SOON,
                () -> List.of(names).stream().map(this::tip).distinct().count() == 1);
    }

    /** Twice: what nodes are asked about each other is answered at the next look. */
    private void after(int seconds) {
        nowMs.addAndGet(seconds * 1_000L);
        look();
        look();
    }

    private void look() {
        service.orElseThrow().look(nowMs.get());
    }

    private <T> List<T> all(Topic<T> topic) {
        return topics.read(topic, 0, 0, 1_000).stream().map(Received::value).toList();
    }

    private ChainStatus status() {
        return all(ChainStatus.TOPIC).getLast();
    }

    /** What miners were told last. */
    private Hash256 worksOn() {
        assertThat(status().serving()).as(status().reason()).isTrue();
        return all(TemplatePublished.TOPIC).getLast().template().previous();
    }

    private void assertWorksOn(String name) {
        assertThat(worksOn()).as("the tip of " + name + ": " + status()).isEqualTo(tip(name));
    }

    private String problemOf(String name) {
        return status().nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow()
                .problem();
    }

    @Test
    void aNodeOnABranchWithLessWorkIsLeftAtOnce() {
        start(1, "a", "b");
        cutOff("a");
        node("a").mineBlocks(1);
        after(4);
        assertWorksOn("a");
        node("b").mineBlocks(3);
        after(4);
        assertWorksOn("b");
        assertThat(problemOf("a")).isEqualTo("is on another branch than b");
        // The branches meet: three blocks replace one, and a is as good as b.
        link("a", "b");
        awaitSameTip("a", "b");
        after(4);
        assertWorksOn("b");
        assertThat(problemOf("a")).isEmpty();
    }

    @Test
    void aNodeThatStandsStillIsLeftWithTheNextBlockOfAnother() {
        start(1, "a", "b");
        cutOff("a");
        node("b").mineBlocks(1);
        after(4);
        assertWorksOn("b");
        node("b").mineBlocks(1);
        after(4);
        assertWorksOn("b");
        assertThat(problemOf("a")).isEqualTo("lies 2 blocks behind b");
    }

    @Test
    void aNodeThatHangsOrGivesOldTemplatesIsLeft() {
        start(1, "a", "b");
        node("a").setFault(new Fault.StaleTemplate());
        node("b").mineBlocks(1);
        awaitSameTip("a", "b");
        after(4);
        assertWorksOn("b");
        assertThat(problemOf("a")).isEqualTo("its tip moves");
        node("a").setFault(new Fault.Hang());
        node("b").mineBlocks(1);
        nowMs.addAndGet(4_000);
        look();
        assertWorksOn("b");
        assertThat(problemOf("a")).contains("no answer within");
    }

    @Test
    void twoOfThreeDecideThoughTheThirdHasMoreWork() {
        start(2, "a", "b", "c");
        cutOff("c");
        node("c").mineBlocks(2);
        after(4);
        assertWorksOn("c"); // the most work, while the others may catch up
        node("c").mineBlocks(1);
        after(29);
        assertWorksOn("c");
        after(1);
        assertWorksOn("a"); // nobody followed in time
        assertThat(problemOf("c")).isEqualTo("only 1 of 3 nodes at its tip, needed are 2");
        node("c").mineBlocks(1);
        after(4);
        assertWorksOn("a"); // a new block of its branch changes nothing
        node("b").mineBlocks(1);
        awaitSameTip("a", "b");
        after(4);
        assertWorksOn("b");
        // The network takes c's branch after all: then it has what it takes.
        link("c", "a");
        awaitSameTip("a", "b", "c");
        assertThat(node("a").tip().height()).isEqualTo(9);
        after(4);
        assertWorksOn("c");
        assertThat(status().nodes()).allMatch(ChainStatus.NodeStatus::healthy);
    }

    @Test
    void oneOfThreeMayBeLost() {
        start(2, "a", "b", "c");
        node("c").setFault(new Fault.RefuseRpc());
        node("a").mineBlocks(1);
        awaitSameTip("a", "b");
        after(4);
        after(120);
        assertWorksOn("b");
    }

    @Test
    void nothingIsServedWhileTwoThatMustAgreeDoNotAndAllIsWellWhenTheyDo() {
        start(2, "a", "b");
        cutOff("a");
        node("a").mineBlocks(1);
        node("b").mineBlocks(1);
        after(4);
        assertWorksOn("a");
        after(30);
        assertThat(status().serving()).isFalse();
        assertThat(status().reason()).startsWith("fewer than 2 nodes agree on a tip (a: height 6");
        int published = all(TemplatePublished.TOPIC).size();
        after(60);
        assertThat(status().serving()).isFalse();
        assertThat(all(TemplatePublished.TOPIC)).hasSize(published);
        node("b").mineBlocks(1);
        link("a", "b");
        awaitSameTip("a", "b");
        after(4);
        assertWorksOn("b");
    }

    @Test
    void ofTwoBranchesWithEqualWorkTheOneSeenFirstStays() {
        start(1, "a", "b");
        cutOff("a");
        node("b").mineBlocks(1);
        after(4);
        Hash256 first = tip("b");
        assertThat(worksOn()).isEqualTo(first);
        node("a").mineBlocks(1);
        after(4);
        after(60);
        assertThat(worksOn()).isEqualTo(first);
        assertThat(problemOf("a")).isEqualTo("is on another branch than b");
        node("a").mineBlocks(1);
        after(4);
        assertWorksOn("a");
    }

    @Test
    void aNodeThatFallsSilentTakesNobodyBackToAnOldTip() {
        start(1, "a", "b");
        cutOff("a");
        node("a").mineBlocks(1);
        after(4);
        Hash256 newest = tip("a");
        node("a").setFault(new Fault.RefuseRpc());
        after(2);
        after(27);
        assertThat(worksOn()).isEqualTo(newest);
        after(1);
        assertWorksOn("b"); // the block of a node that is gone was heard of by nobody
        node("a").setFault(new Fault.None());
        link("a", "b");
        awaitSameTip("a", "b");
        after(10);
        assertThat(worksOn()).isEqualTo(newest);
    }
}
