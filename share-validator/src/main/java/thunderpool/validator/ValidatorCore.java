package thunderpool.validator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import thunderpool.runtime.LogReplay;
import thunderpool.runtime.OutputSink;
import thunderpool.runtime.PipelineCore;
import thunderpool.topics.Judgement;
import thunderpool.topics.Judgement.ShareJudged;
import thunderpool.topics.Received;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.Algorithm;
import thunderpool.work.JobLife;

/** The partitions this validator owns, each judged by its own fold. Driven by one thread. */
public final class ValidatorCore implements PipelineCore<ShareSubmitted> {

    /** How a core waits for a template: a host sleeps on the book, the simulation just looks. */
    @FunctionalInterface
    public interface TemplateWait {
        /** Whether the template is there, at the latest after a bounded time. */
        boolean until(int templateId);
    }

    private final String chain;
    private final Algorithm algorithm;
    private final TemplateBook templates;
    private final TemplateWait patience;
    private final LogReplay replay;
    private final BrokerClock clock;
    private final Consumer<Judgement.Share> counts;
    private final Map<Integer, Optional<PartitionJudge>> partitions = new HashMap<>();

    /** Where the work definitions come from. */
    public record Definitions(TemplateBook book, TemplateWait patience) {}

    public ValidatorCore(
            String chain,
            Definitions templates,
            LogReplay replay,
            BrokerClock clock,
            Consumer<Judgement.Share> counts) {
        this.chain = chain;
        this.algorithm =
                Algorithm.ofLabel(thunderpool.bitcoin.Chain.byName(chain).algorithm());
        this.templates = templates.book;
        this.patience = templates.patience;
        this.replay = replay;
        this.clock = clock;
        this.counts = counts;
    }

    /** The past is read with the first record in hand: only then is it known how far back a repeat could refer. */
    @Override
    public void onAssigned(int partition) {
        partitions.put(partition, Optional.empty());
    }

    @Override
    public void onRevoked(int partition) {
        partitions.remove(partition);
    }

    @Override
    public void onBatch(List<Received<ShareSubmitted>> batch, OutputSink out) {
        for (Received<ShareSubmitted> record : batch) {
            clock.saw(record.appendTimeMs());
            PartitionJudge judge = judgeOf(record.partition(), record.appendTimeMs());
            awaitTemplates(record.value());
            judge.seal(record.appendTimeMs()).ifPresent(seal -> out.write(Judgement.TOPIC, seal));
            ShareJudged judged = judge.judge(record)
                    .orElseThrow(() -> new TemplateMissingException("a template left while it was in use"));
            judged.shares().forEach(counts);
            out.write(Judgement.TOPIC, judged);
        }
    }

    private void awaitTemplates(ShareSubmitted record) {
        for (ShareSubmitted.Share share : record.shares()) {
            int id = share.submission().job().templateId();
            if (!patience.until(id)) {
                throw new TemplateMissingException(
                        "template " + Integer.toUnsignedString(id) + " has not arrived; its shares wait");
            }
        }
    }

    @Override
    public void onIdle(Set<Integer> caughtUp, long nowMs, OutputSink out) {
        long brokerMs = clock.latestMs();
        if (brokerMs == 0) {
            return;
        }
        for (int partition : caughtUp) {
            judgeOf(partition, brokerMs).seal(brokerMs).ifPresent(seal -> out.write(Judgement.TOPIC, seal));
        }
    }

    private PartitionJudge judgeOf(int partition, long firstAppendTimeMs) {
        Optional<PartitionJudge> known = partitions.getOrDefault(partition, Optional.empty());
        if (known.isPresent()) {
            return known.get();
        }
        PartitionJudge judge = new PartitionJudge(chain, partition, templates, algorithm);
        replay.replay(Judgement.TOPIC, partition, firstAppendTimeMs - JobLife.REMEMBERED_MS, judge::replay);
        partitions.put(partition, Optional.of(judge));
        return judge;
    }

    /** Identities remembered over all partitions. */
    public int remembered() {
        int remembered = 0;
        for (Optional<PartitionJudge> judge : partitions.values()) {
            remembered += judge.map(PartitionJudge::remembered).orElse(0);
        }
        return remembered;
    }
}
