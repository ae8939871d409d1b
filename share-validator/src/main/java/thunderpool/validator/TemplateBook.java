package thunderpool.validator;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Target;
import thunderpool.topics.Received;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.JobLife;
import thunderpool.work.Template;

/**
 * The work definitions shares refer to. Filled by one thread and read by the judging ones.
 *
 * <p>A template is kept well beyond the time in which a share of it could be credited: a validator that is behind must
 * still judge what waited for it.
 */
public final class TemplateBook {

    /**
     * A template and when the broker appended it.
     *
     * @param publishedMs broker's append time, milliseconds since the Unix epoch
     */
    public record Entry(Template template, long publishedMs, Map<JobId, Job> jobs) {}

    /** Templates younger than this are kept however many there are: three days, as long as share-submitted keeps shares. */
    private static final long KEEP_MS = 3L * 24 * 3600 * 1000;

    private static final int LOOKS = 8;

    private final String chain;
    private final Target difficultyOne;
    private final Map<Integer, Entry> templates = new LinkedHashMap<>();

    public TemplateBook(String chain, Target difficultyOne) {
        this.chain = chain;
        this.difficultyOne = difficultyOne;
    }

    /** Templates of other chains are none of this book's business. */
    public synchronized void on(Received<TemplatePublished> published) {
        Template template = published.value().template();
        if (!template.chain().equals(chain)) {
            return;
        }
        templates.putIfAbsent(template.id(), new Entry(template, published.appendTimeMs(), new HashMap<>()));
        Iterator<Entry> oldest = templates.values().iterator();
        while (oldest.hasNext() && oldest.next().publishedMs + KEEP_MS < published.appendTimeMs()) {
            oldest.remove();
        }
        forgetJobsOfOldTemplates(published.appendTimeMs());
        notifyAll();
    }

    /**
     * Whether the template is here, or comes within about {@code waitMs}; earlier when other templates keep coming, which
     * only makes the caller ask again.
     */
    synchronized boolean await(int templateId, long waitMs) {
        try {
            for (int look = 0; look < LOOKS && !templates.containsKey(templateId); look++) {
                wait(Math.max(1, waitMs / LOOKS));
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return templates.containsKey(templateId);
    }

    /** Jobs are rebuilt when they are needed again; templates hold the truth, jobs only the speed. */
    private void forgetJobsOfOldTemplates(long nowMs) {
        for (Entry entry : templates.values()) {
            if (entry.publishedMs + JobLife.AT_THE_VALIDATOR_MS < nowMs) {
                entry.jobs.clear();
            }
        }
    }

    public synchronized Optional<Entry> find(int templateId) {
        return Optional.ofNullable(templates.get(templateId));
    }

    /** The job of an entry of this book; throws IllegalArgumentException when the template has no such plan. */
    public synchronized Job job(Entry entry, JobId id) {
        return entry.jobs.computeIfAbsent(id, missing -> Job.of(entry.template, missing, difficultyOne));
    }

    public synchronized int size() {
        return templates.size();
    }
}
