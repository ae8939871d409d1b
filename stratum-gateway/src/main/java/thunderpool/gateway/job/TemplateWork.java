package thunderpool.gateway.job;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Template;

/** A template and the jobs made of it, one per plan and difficulty. Thread-safe. */
public final class TemplateWork {
    private final Chain chain;
    private final Template template;
    private final Difficulty network;
    private final long installedMs;
    private final ConcurrentHashMap<JobId, NotifyJob> jobs = new ConcurrentHashMap<>();

    TemplateWork(Chain chain, Template template, long installedMs) {
        this.chain = chain;
        this.template = template;
        this.network = Difficulty.floorOf(template.networkTarget(), chain.difficultyOne());
        this.installedMs = installedMs;
    }

    public Template template() {
        return template;
    }

    /** The network's own difficulty, snapped down to a power of two: no share is harder. */
    public Difficulty network() {
        return network;
    }

    public long installedMs() {
        return installedMs;
    }

    /** The job of this difficulty with the template's first plan, to be sent to miners. */
    public NotifyJob job(Difficulty difficulty) {
        CoinbasePlan plan = template.plans().getFirst();
        JobId id = new JobId(template.id(), plan.id(), difficulty);
        return jobs.computeIfAbsent(id, missing -> new NotifyJob(Job.of(template, missing, chain.difficultyOne())));
    }

    /**
     * The job an id names, whether it was sent to anyone or not: a hash may meet the network's target even so. Null when
     * the template has no such plan.
     */
    public @Nullable Job find(JobId id) {
        NotifyJob sent = jobs.get(id);
        if (sent != null) {
            return sent.job();
        }
        boolean planned = template.plans().stream().anyMatch(plan -> plan.id() == id.planId());
        return planned ? Job.of(template, id, chain.difficultyOne()) : null;
    }
}
