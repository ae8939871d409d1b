package thunderpool.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest bodies in memory, in front of the store: so that a block goes home also while the database is away. Every
 * instance keeps them, not only the one that publishes. Thread-safe.
 */
final class RecentBodies {

    private static final Logger LOG = LoggerFactory.getLogger(RecentBodies.class);

    private final TemplateStore store;
    private final int kept;
    private final LinkedHashMap<Integer, TemplateBody> bodies = new LinkedHashMap<>();

    RecentBodies(TemplateStore store, int kept) {
        this.store = store;
        this.kept = kept;
    }

    TemplateStore store() {
        return store;
    }

    synchronized void add(TemplateBody body) {
        bodies.put(body.id(), body);
        while (bodies.size() > kept) {
            bodies.pollFirstEntry();
        }
    }

    /**
     * From memory, else from the store.
     *
     * @throws StoreAway when it is not in memory and the store is away
     */
    Optional<TemplateBody> find(int templateId) {
        Optional<TemplateBody> inMemory = remembered(templateId);
        return inMemory.isPresent() ? inMemory : store.body(templateId);
    }

    synchronized Optional<TemplateBody> remembered(int templateId) {
        return Optional.ofNullable(((Map<Integer, TemplateBody>) bodies).get(templateId));
    }

    /**
     * Puts what is in memory where it is missing: a database that has gone back has forgotten bodies of templates that miners
     * still work on, and a block without its transactions is lost. The newest first: time may be short.
     *
     * @throws StoreAway when some are missing still, although each was tried: to be called again
     */
    void saveTo(TemplateStore other) {
        List<TemplateBody> all;
        synchronized (this) {
            all = List.copyOf(bodies.values());
        }
        StoreAway missing = null;
        for (TemplateBody body : all.reversed()) {
            try {
                if (other.body(body.id()).isEmpty()) {
                    other.put(body);
                }
            } catch (StoreAway e) {
                // Also when another instance has just put the same: it is found the next time.
                missing = missing == null ? e : missing;
            }
        }
        if (missing != null) {
            throw missing;
        }
    }

    /** Fetches what another instance published last, before it is needed. */
    void follow() {
        try {
            Optional<TemplateStore.Newest> newest = store.newest();
            if (newest.isPresent() && remembered(newest.get().templateId()).isEmpty()) {
                store.body(newest.get().templateId()).ifPresent(this::add);
            }
        } catch (StoreAway e) {
            LOG.warn("the newest template's body cannot be read now: {}", e.getMessage());
        }
    }
}
