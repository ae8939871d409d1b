package thunderpool.gateway.feed;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.gateway.job.WorkGate;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Template;

/** Templates and the chain's state, from their topics to the job board and the sessions. */
public final class TemplateFeed {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateFeed.class);

    private final JobBoard board;
    private final WorkGate gate;
    private final Predicate<Template> admitted;
    private final Consumer<TemplateWork> sessions;
    private final InstantSource clock;
    private final String chain;

    /**
     * @param admitted whether a template may be worked on
     * @param sessions told of each template that is the newest
     */
    public TemplateFeed(
            JobBoard board,
            WorkGate gate,
            Predicate<Template> admitted,
            Consumer<TemplateWork> sessions,
            InstantSource clock) {
        this.board = board;
        this.gate = gate;
        this.admitted = admitted;
        this.sessions = sessions;
        this.clock = clock;
        this.chain = board.chain().name();
    }

    /** Records of the template topic in order; on one thread. At a start the log's past is skipped. */
    public void templates(List<Received<TemplatePublished>> records) {
        long nowMs = clock.millis();
        TemplateWork newest = null;
        long newestAtMs = 0;
        for (Received<TemplatePublished> record : records) {
            Template template = record.value().template();
            boolean old = nowMs - record.appendTimeMs() > JobBoard.JOB_LIFE_MS;
            if (!template.chain().equals(chain) || old || !admitted.test(template)) {
                continue;
            }
            TemplateWork work = board.install(template, Math.min(nowMs, record.appendTimeMs()));
            if (work != null) {
                newest = work;
                newestAtMs = Math.min(nowMs, record.appendTimeMs());
                LOG.debug("template {} at height {}", template.id(), template.height());
            }
        }
        if (newest != null) {
            gate.templateAt(newestAtMs);
            sessions.accept(newest);
        }
    }

    /** Records of the chain's state; only the last says how things are. */
    public void status(List<Received<ChainStatus>> records) {
        for (int i = records.size() - 1; i >= 0; i--) {
            ChainStatus status = records.get(i).value();
            if (status.chain().equals(chain)) {
                long atMs = Math.min(records.get(i).appendTimeMs(), clock.millis());
                gate.serving(status.serving(), status.reason(), atMs);
                return;
            }
        }
    }
}
