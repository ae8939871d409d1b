package thunderpool.gateway.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Chain;
import thunderpool.work.Template;

/**
 * The templates that may still be submitted for. Work for any template of the current tip counts; templates of earlier
 * tips are kept for the blocks that a late hash may still be. Thread-safe: writers exclude each other, readers see one
 * snapshot.
 */
public final class JobBoard {
    /** A job lives this long at most, in milliseconds; the same bound limits the sets of duplicates. */
    public static final long JOB_LIFE_MS = 600_000;

    private record Snapshot(@Nullable TemplateWork current, Map<Integer, TemplateWork> known) {}

    private final Chain chain;
    private volatile Snapshot snapshot = new Snapshot(null, Map.of());

    public JobBoard(Chain chain) {
        this.chain = chain;
    }

    public Chain chain() {
        return chain;
    }

    /**
     * Makes a template the current work.
     *
     * @param nowMs milliseconds of any one clock
     * @return null for a template that is already known
     */
    public synchronized @Nullable TemplateWork install(Template template, long nowMs) {
        if (snapshot.known.containsKey(template.id())) {
            return null;
        }
        TemplateWork work = new TemplateWork(chain, template, nowMs);
        Map<Integer, TemplateWork> known = new LinkedHashMap<>();
        for (Map.Entry<Integer, TemplateWork> entry : snapshot.known.entrySet()) {
            if (nowMs - entry.getValue().installedMs() <= JOB_LIFE_MS) {
                known.put(entry.getKey(), entry.getValue());
            }
        }
        known.put(template.id(), work);
        snapshot = new Snapshot(work, Map.copyOf(known));
        return work;
    }

    /** What miners should work on; null before the first template. */
    public @Nullable TemplateWork current() {
        return snapshot.current;
    }

    /** A template of the last minutes, of whatever tip. */
    public @Nullable TemplateWork find(int templateId) {
        return snapshot.known.get(templateId);
    }

    /** Whether shares for this work still count. */
    public boolean counts(TemplateWork work, long nowMs) {
        TemplateWork current = snapshot.current;
        return current != null
                && work.template().previous().equals(current.template().previous())
                && nowMs - work.installedMs() <= JOB_LIFE_MS;
    }

    /** Age of the newest template in milliseconds; 0 before the first. */
    public long ageMs(long nowMs) {
        TemplateWork current = snapshot.current;
        return current == null ? 0 : nowMs - current.installedMs();
    }
}
