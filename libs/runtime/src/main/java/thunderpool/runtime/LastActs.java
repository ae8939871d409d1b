package thunderpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/**
 * What a process does when its database has gone back ({@link CommitMark}): it saves what is true in any history, and ends as if
 * it had been killed, since an orderly end would still write by what it remembers of another one. Whoever started it starts
 * it again, from what the database says now.
 */
final class LastActs implements Consumer<String> {
    private static final Logger LOG = LoggerFactory.getLogger(LastActs.class);

    /** Then it ends, whatever is still on its way. */
    private static final Duration SAVED_WITHIN = Duration.ofSeconds(10);

    private final Supplier<DataSource> database;
    private final Runnable end;
    private final List<MarkedPool.Salvage> salvages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param database as it is now, with its schema brought up to date
     * @param end ends the process
     */
    LastActs(Supplier<DataSource> database, Runnable end) {
        this.database = database;
        this.end = end;
    }

    void add(MarkedPool.Salvage salvage) {
        salvages.add(salvage);
    }

    /** Once; who comes later goes on with the refusal that it got. */
    @Override
    public void accept(String forgotten) {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        LOG.atError()
                .addKeyValue(LogKey.EVENT, LogEvent.DATABASE_WENT_BACK)
                .log(
                        "DATABASE WENT BACK: {}, which it had acknowledged, is not there. This process ends now and has to"
                                + " be started again, to begin from what the database says",
                        forgotten);
        if (!salvages.isEmpty()) {
            saveForAWhile();
        }
        end.run();
    }

    private void saveForAWhile() {
        Thread saving = Thread.ofPlatform().daemon().name("last-acts").start(this::save);
        try {
            if (!saving.join(SAVED_WITHIN)) {
                LOG.warn("what this process alone knows was not saved within {}", SAVED_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void save() {
        try {
            DataSource now = database.get();
            salvages.forEach(salvage -> salvage.into(now));
        } catch (RuntimeException failed) {
            LOG.warn("what this process alone knows could not be saved", failed);
        }
    }
}
