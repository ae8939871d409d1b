package thunderpool.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.gateway.session.Work;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Template;

class TemplateFeedTest {
    private static final long NOW = 10_000_000;
    private static final int REFUSED = 666;

    private final JobBoard board = new JobBoard(Chain.BITCOIN_REGTEST);
    private final WorkGate gate = new WorkGate(60_000, NOW - 59_000);
    private final List<TemplateWork> told = new ArrayList<>();
    private final TemplateFeed feed = new TemplateFeed(
            board,
            gate,
            template -> template.id() != REFUSED,
            told::add,
            InstantSource.fixed(Instant.ofEpochMilli(NOW)));

    private static Received<TemplatePublished> record(Template template, long appendMs) {
        return new Received<>(TemplatePublished.TOPIC, 0, 0, appendMs, new TemplatePublished(template, false));
    }

    private static Received<ChainStatus> status(boolean serving, String reason) {
        ChainStatus status =
                new ChainStatus("bitcoin-regtest", serving, reason, Hash256.ZERO, 1, Work.HARD, NOW, 1, NOW, List.of());
        return new Received<>(ChainStatus.TOPIC, 0, 0, NOW, status);
    }

    @Test
    void onlyTheNewestTemplateIsToldAndTheLogsPastIsSkipped() {
        feed.templates(List.of(
                record(Work.template(1, Work.TIP_A, Work.HARD), NOW - 700_000),
                record(Work.template(2, Work.TIP_A, Work.HARD), NOW - 50_000),
                record(Work.template(3, Work.TIP_B, Work.HARD), NOW - 10_000)));
        assertThat(told).extracting(work -> work.template().id()).containsExactly(3);
        assertThat(board.find(1)).isNull();
        assertThat(board.find(2)).isNotNull();
        assertThat(board.counts(Objects.requireNonNull(board.find(2)), NOW)).isFalse();
        assertThat(board.ageMs(NOW)).isEqualTo(10_000);
    }

    @Test
    void nobodyWorksOnATemplateThatIsNotAdmitted() {
        feed.templates(List.of(
                record(Work.template(1, Work.TIP_A, Work.HARD), NOW - 2_000),
                record(Work.template(REFUSED, Work.TIP_B, Work.HARD), NOW - 1_000)));
        assertThat(told).extracting(work -> work.template().id()).containsExactly(1);
        assertThat(board.find(REFUSED)).isNull();
        assertThat(gate.state(NOW + 58_500).stage())
                .as("work stops with the age of the last admitted one")
                .isEqualTo(WorkGate.Stage.STOPPED);
    }

    @Test
    void aTemplateReadAgainOrOfAnotherChainIsNoNews() {
        Template template = Work.template(1, Work.TIP_A, Work.HARD);
        feed.templates(List.of(record(template, NOW)));
        feed.templates(List.of(record(template, NOW)));
        feed.templates(List.of(record(Work.template(Chain.LITECOIN_REGTEST, 5, Work.TIP_A, Work.HARD), NOW)));
        assertThat(told).hasSize(1);
    }

    @Test
    void theGateFollowsTemplatesAndTheChainsState() {
        assertThat(gate.state(NOW).stage()).isEqualTo(WorkGate.Stage.PAUSED);
        feed.templates(List.of(record(Work.template(1, Work.TIP_A, Work.HARD), NOW - 59_000)));
        assertThat(gate.state(NOW).stage()).isEqualTo(WorkGate.Stage.WORKING);
        feed.status(List.of(status(true, ""), status(false, "all nodes are down")));
        assertThat(gate.state(NOW)).isEqualTo(new WorkGate.State(WorkGate.Stage.PAUSED, "all nodes are down"));
        assertThat(gate.state(NOW + 60_001).stage()).isEqualTo(WorkGate.Stage.STOPPED);
        feed.status(List.of(status(true, "")));
        assertThat(gate.state(NOW).stage()).isEqualTo(WorkGate.Stage.WORKING);
        assertThat(gate.state(NOW + 2_000).stage())
                .as("the template is a minute old")
                .isEqualTo(WorkGate.Stage.STOPPED);
    }

    @Test
    void aRefusalDoesNotProlongTheLifeOfTheNewestTemplate() {
        WorkGate fresh = new WorkGate(60_000, NOW);
        fresh.templateAt(NOW);
        fresh.serving(false, "nobody leads", NOW + 30_000);
        assertThat(fresh.state(NOW + 30_001).stage()).isEqualTo(WorkGate.Stage.PAUSED);
        assertThat(fresh.state(NOW + 60_001).stage()).isEqualTo(WorkGate.Stage.STOPPED);
    }

    @Test
    void whatTheLogSaysOfBeforeTheStartOnlyPauses() {
        WorkGate fresh = new WorkGate(60_000, NOW);
        fresh.templateAt(NOW - 500_000);
        assertThat(fresh.state(NOW + 1_000).stage()).isEqualTo(WorkGate.Stage.PAUSED);
        fresh.serving(false, "yesterday's trouble", NOW - 400_000);
        assertThat(fresh.state(NOW + 1_000))
                .isEqualTo(new WorkGate.State(WorkGate.Stage.PAUSED, "yesterday's trouble"));
        assertThat(fresh.state(NOW + 60_001).stage()).isEqualTo(WorkGate.Stage.STOPPED);
    }
}
