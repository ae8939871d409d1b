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

    public void on(ChainStatus newer) {
        if (newer.chain().equals(chain)) {
            status.set(newer);
        }
    }

    public void on(TemplatePublished published) {
        if (published.template().chain().equals(chain)) {
            template.set(published.template());
        }
    }

    public @Nullable ChainStatus status() {
        return status.get();
    }

    public @Nullable Template template() {
        return template.get();
    }
}
