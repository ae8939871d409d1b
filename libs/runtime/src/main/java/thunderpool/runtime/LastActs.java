package thunderpool.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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

    /** A server that has just been restored refuses for a while. */
    private static final Duration AGAIN_AFTER = Duration.ofMillis(200);

    private final Database database;
    private final Runnable end;
    private final List<MarkedPool.Salvage> salvages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean begun = new AtomicBoolean();

    /** The one that went back, as it is now. */
    interface Database {
        DataSource now();

        /** Brings the schema up to date: one that was made anew has no tables. */
        void migrate(DataSource now);
    }

    /** @param end ends the process */
    LastActs(Database database, Runnable end) {
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

    /** Until all is there. */
    private void save() {
        Attempts attempts = new Attempts();
        List<MarkedPool.Salvage> left = new ArrayList<>(salvages);
        left.removeIf(salvage -> attempts.succeeds(() -> salvage.into(database.now())));
        // As a rule the schema is up to date, and to find that out takes long.
        boolean upToDate = false;
        while (!left.isEmpty() && attempts.paused()) {
            upToDate = upToDate || attempts.succeeds(() -> database.migrate(database.now()));
            left.removeIf(salvage -> attempts.succeeds(() -> salvage.into(database.now())));
        }
    }

    /** One that fails is followed by another one; each reason is said once. */
    private static final class Attempts {
        private final Set<String> said = new HashSet<>();

        boolean succeeds(Runnable attempt) {
            try {
                attempt.run();
                return true;
            } catch (RuntimeException failed) {
                if (said.add(failed.toString())) {
                    LOG.warn("what this process alone knows could not be saved; trying again", failed);
                }
                return false;
            }
        }

        boolean paused() {
            try {
                Thread.sleep(AGAIN_AFTER);
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
