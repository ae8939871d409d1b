package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.Topic;
import thunderpool.work.Tag;

class TemplateDeskTest {

    private static final NodeCheck.Policy POLICY = new NodeCheck.Policy(Duration.ofSeconds(20), 0, true);

    private final FakeChainNode a = new FakeChainNode("a").grow(1, 10);
    private final FakeChainNode b = new FakeChainNode("b").grow(1, 10);
    private final NodeCheck checkA = new NodeCheck(a, Chain.LITECOIN_REGTEST, POLICY, () -> 0L);
    private final NodeCheck checkB = new NodeCheck(b, Chain.LITECOIN_REGTEST, POLICY, () -> 0L);
    private final MemoryStores stores = new MemoryStores();
    private final MemoryTopics topics = new MemoryTopics(() -> 0L);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private int agree = 1;
    private boolean leads = true;
    private boolean brokerAway;
    private long nowMs = a.curTime * 1_000;
    private TemplateDesk desk = desk();

    private TemplateDesk desk() {
        TemplateDesk.Outside outside = new TemplateDesk.Outside(
                stores,
                new RecentBodies(stores, 4),
                new PoolScript(Chain.LITECOIN_REGTEST, Optional.empty(), List.of(), stores),
                this::write,
                topics.writer(ChainStatus.TOPIC),
                () -> leads);
        return new TemplateDesk(
                Chain.LITECOIN_REGTEST,
                List.of("a", "b"),
                new TemplateFactory(Chain.LITECOIN_REGTEST, Tag.ofText("/test/")),
                outside,
                new NodeChoice.Rules(new TipRule(agree, 30_000), 30_000),
                new TemplateMetrics(
                        registry, "litecoin-regtest", List.of("a", "b"), () -> Instant.ofEpochMilli(nowMs)));
    }

    /** The invariant of publication is checked at every write: the body is there first. */
    private CompletionStage<Long> write(TemplatePublished record) {
        if (brokerAway) {
            return CompletableFuture.failedStage(new IllegalStateException("no acknowledgement"));
        }
        assertThat(stores.bodies).containsKey(record.template().id());
        return CompletableFuture.completedStage(topics.append(TemplatePublished.TOPIC, record));
    }

    private void tick(long ms) {
        nowMs += ms;
        desk.report(checkA.look(Optional.empty(), desk.questions(), nowMs));
        desk.report(checkB.look(Optional.empty(), desk.questions(), nowMs));
        desk.decide(nowMs);
    }

    private <T> List<T> all(Topic<T> topic) {
        return topics.read(topic, 0, 0, 1_000).stream().map(Received::value).toList();
    }

    private List<TemplatePublished> templates() {
        return all(TemplatePublished.TOPIC);
    }

    private ChainStatus status() {
        return all(ChainStatus.TOPIC).getLast();
    }

    @Test
    void publishesAtOnceOnANewTipAndOtherwiseOnlyToRefresh() {
        tick(1_000);
        tick(1_000);
        assertThat(templates()).hasSize(1);
        a.grow(11, 1);
        b.grow(11, 1);
        tick(1);
        assertThat(templates()).hasSize(2);
        assertThat(templates().getLast().newTip()).isTrue();
        assertThat(templates().getLast().template().previous()).isEqualTo(FakeChainNode.id(11));
        a.curTime += 20;
        tick(20_000);
        assertThat(templates()).hasSize(3);
        assertThat(templates().getLast().newTip()).isFalse();
        assertThat(templates().getLast().template().curTime()).isEqualTo((int) a.curTime);
        assertThat(templates().stream().map(record -> record.template().id())).doesNotHaveDuplicates();
    }

    @Test
    void tellsHowLongANewTipTookFromTheFirstLookToTheLog() {
        tick(1_000);
        a.grow(11, 1);
        brokerAway = true;
        tick(1_000);
        b.grow(11, 1);
        tick(2_000);
        brokerAway = false;
        tick(500);
        assertThat(templates()).hasSize(2);
        a.curTime += 20;
        tick(20_000);
        assertThat(templates()).hasSize(3);
        Timer tips = registry.get("thunderpool.template.tip").timer();
        assertThat(tips.count()).as("that of the start, at once, and this one").isEqualTo(2);
        assertThat(tips.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2_500);
    }

    @Test
    void turnsToTheBetterNodeWhenItsOwnFails() {
        tick(1_000);
        a.down = true;
        tick(1_000);
        assertThat(status().serving()).isTrue();
        assertThat(status().nodes().getLast().chosen()).isTrue();
        assertThat(status().nodes().getFirst().healthy()).isFalse();
        b.grow(11, 1);
        tick(1_000);
        assertThat(templates().getLast().template().previous()).isEqualTo(FakeChainNode.id(11));
    }

    @Test
    void servesNothingWhenNoNodeIsFit() {
        tick(1_000);
        int before = templates().size();
        a.down = true;
        b.rpcChain = "main";
        tick(31_000);
        assertThat(templates()).hasSize(before);
        assertThat(status().serving()).isFalse();
        assertThat(status().reason()).contains("unreachable").contains("on chain 'main'");
        a.down = false;
        tick(1_000);
        assertThat(status().serving()).isTrue();
        assertThat(templates()).hasSize(before + 1);
        assertThat(templates().getLast().newTip()).isFalse();
    }

    @Test
    void keepsMinersAtWorkWhileItsOnlyNodeRestarts() {
        b.down = true;
        tick(1_000);
        a.down = true;
        tick(29_000);
        assertThat(status().serving()).isTrue();
        assertThat(status().reason()).isEmpty();
        assertThat(status().nodes().getFirst().problem()).contains("unreachable");
        tick(2_000);
        assertThat(status().serving()).isFalse();
    }

    @Test
    void stopsAtOnceWhenItsTemplateIsOfAnOldTipAndTheNewOneCannotBeStored() {
        tick(1_000);
        a.grow(11, 1);
        b.grow(11, 1);
        stores.away = true;
        tick(1_000);
        assertThat(status().serving()).isFalse();
        assertThat(status().reason()).isEqualTo("the database is away");
    }

    @Test
    void goesOnWithTheLastTemplateRatherThanBackToATipThatIsOver() {
        tick(1_000);
        a.grow(11, 1);
        tick(1_000);
        a.down = true;
        tick(1_000);
        assertThat(templates()).hasSize(2);
        assertThat(status().serving()).isTrue();
        b.grow(11, 1);
        tick(1_000);
        assertThat(templates()).hasSize(3);
        assertThat(templates().getLast().newTip()).isFalse();
        assertThat(templates().getLast().template().previous()).isEqualTo(FakeChainNode.id(11));
    }

    @Test
    void servesOneOfTwoBranchesForItsTimeOnlyWhenBothNodesMustAgree() {
        agree = 2;
        desk = desk();
        tick(1_000);
        a.grow(11, 1);
        b.grow(21, 1);
        tick(1_000);
        assertThat(status().serving()).isTrue();
        assertThat(templates().getLast().template().previous()).isEqualTo(FakeChainNode.id(11));
        tick(29_999);
        assertThat(status().serving()).isTrue();
        tick(1);
        assertThat(status().serving()).isFalse();
        assertThat(status().reason())
                .startsWith("fewer than 2 nodes agree on a tip (a: height 11, tip ..0000000b; b: height 11, tip ..");
        int before = templates().size();
        tick(60_000);
        assertThat(templates()).hasSize(before);
        assertThat(desk.chosen()).isEmpty();
        b.reorganizeFrom(11);
        b.grow(11, 1);
        tick(1_000);
        assertThat(status().serving()).isTrue();
        assertThat(templates().getLast().template().previous()).isEqualTo(FakeChainNode.id(11));
    }

    @Test
    void publishesNothingUnlessItLeads() {
        leads = false;
        tick(1_000);
        assertThat(templates()).isEmpty();
        assertThat(all(ChainStatus.TOPIC)).isEmpty();
        assertThat(desk.chosen()).isPresent();
        leads = true;
        tick(1_000);
        assertThat(templates()).hasSize(1);
    }

    @Test
    void goesOnAfterARestartWithoutCallingAnOldTipNew() {
        tick(1_000);
        desk = desk();
        tick(1_000);
        assertThat(templates()).hasSize(2);
        assertThat(templates().getLast().newTip()).isFalse();
    }

    @Test
    void writesAgainUnderANewIdWhenTheBrokerDidNotAcknowledge() {
        brokerAway = true;
        tick(1_000);
        assertThat(status().serving()).isFalse();
        assertThat(status().reason()).contains("broker");
        brokerAway = false;
        tick(1_000);
        assertThat(templates()).hasSize(1);
        assertThat(templates().getFirst().template().id()).isEqualTo(2);
    }

    @Test
    void servesNothingWithoutADurableBody() {
        stores.away = true;
        tick(1_000);
        assertThat(templates()).isEmpty();
        assertThat(status().reason()).isEqualTo("the database is away");
        stores.away = false;
        tick(1_000);
        assertThat(templates()).hasSize(1);
    }

    @Test
    void saysSoWhenThereIsNoAddressToMineTo() {
        stores.poolScript = Optional.empty();
        tick(1_000);
        assertThat(status().serving()).isFalse();
        assertThat(status().reason()).contains("no address for the coinbase");
    }

    @Test
    void dropsBodiesOfTipsLongGone() {
        tick(1_000);
        int first = templates().getFirst().template().id();
        a.grow(11, 8);
        b.grow(11, 8);
        tick(1_000);
        assertThat(stores.bodies).doesNotContainKey(first);
        assertThat(stores.bodies).containsKey(templates().getLast().template().id());
    }
}
