package thunderpool.dashboard.view;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.TemplatePublished;
import thunderpool.work.Template;

/** The newest word about the chain and the work on it; kept in memory because only the newest counts. */
public final class ChainView {

    private final String chain;
    private final AtomicReference<@Nullable ChainStatus> status = new AtomicReference<>();
    private final AtomicReference<@Nullable Template> template = new AtomicReference<>();

    public ChainView(String chain) {
        this.chain = chain;
    }

    /**
     * Takes the newest status of the chain.
     *
     * @return whether its tip has another height than the last one's
     */
    public boolean on(ChainStatus newer) {
        if (!newer.chain().equals(chain)) {
            return false;
        }
        ChainStatus last = status.getAndSet(newer);
        return last == null || last.height() != newer.height();
    }

    public void on(TemplatePublished published) {
        if (published.template().chain().equals(chain)) {
            template.set(published.template());
        }
    }

    public @Nullable ChainStatus status() {
        return status.get();
    }

    /** Of the newest block known, 0 when none is. */
    int height() {
        ChainStatus newest = status.get();
        return newest == null ? 0 : newest.height();
    }

    public @Nullable Template template() {
        return template.get();
    }
}
