package thunderpool.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A pool whose connections lead to a database that has forgotten nothing this process committed ({@link CommitMark}). */
public final class MarkedPool extends HikariDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(MarkedPool.class);
    private static final Duration MARK_EVERY = Duration.ofSeconds(2);

    /** What this process alone may know when its database has gone back, and what is true whatever the database says. */
    @FunctionalInterface
    public interface Salvage {
        /**
         * Writes it there; seconds are left.
         *
         * @throws RuntimeException when not all of it is there: called again, while there is time
         */
        void into(DataSource database);
    }

    private final CommitMark mark;
    private final LastActs lastActs;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread marker;
    private final List<Runnable> comparisons = new CopyOnWriteArrayList<>();

    /** What was said last; the marker's. */
    private String trouble = "";

    private MarkedPool(HikariConfig config, CommitMark mark, LastActs lastActs) {
        super(config);
        this.mark = mark;
        this.lastActs = lastActs;
        this.marker = Thread.ofPlatform()
                .daemon()
                .name(config.getPoolName() + "-mark")
                .unstarted(this::markUntilClosed);
    }

    /**
     * Waits for no commit: a service that only reads starts where none is acknowledged.
     *
     * @param config all but the connections
     * @param connections to the schema, with the table of {@code db/runtime/marks} in it
     */
    static MarkedPool open(HikariConfig config, DataSource connections, LastActs lastActs) {
        CommitMark mark = new CommitMark(lastActs);
        config.setDataSource(new Compared(connections, mark));
        MarkedPool pool = new MarkedPool(config, mark, lastActs);
        pool.marker.start();
        return pool;
    }

    /** Is done before the process ends because its database has gone back. */
    public void salvage(Salvage salvage) {
        lastActs.add(salvage);
    }

    /** Notices more than a mark can, which knows what was committed two seconds ago; every two seconds, on one thread. */
    void whenMarked(Runnable comparison) {
        comparisons.add(comparison);
    }

    /** Ends the process, as a mark that is missing does. */
    void hasGoneBack(String forgotten) {
        lastActs.accept(forgotten);
    }

    private void markUntilClosed() {
        try {
            do {
                markOnce();
            } while (!closed.await(MARK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void markOnce() {
        try {
            advance();
            comparisons.forEach(Runnable::run);
            trouble = "";
        } catch (SQLException | DataAccessException away) {
            LOG.debug("no mark was set; trying again", away);
        } catch (RuntimeException failed) {
            if (!failed.toString().equals(trouble)) {
                trouble = failed.toString();
                LOG.warn("{}: what was committed cannot be compared; trying again", getPoolName(), failed);
            }
        }
    }

    private void advance() throws SQLException {
        try (Connection connection = getConnection()) {
            mark.advance(connection);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        super.close();
    }

    /** Compares each new connection before the pool has it. */
    private static final class Compared extends DelegatingDataSource {
        private final CommitMark mark;

        Compared(DataSource connections, CommitMark mark) {
            super(connections);
            this.mark = mark;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return compared(super.getConnection());
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return compared(super.getConnection(user, password));
        }

        private Connection compared(Connection connection) throws SQLException {
            try {
                mark.admit(connection);
                return connection;
            } catch (SQLException | RuntimeException refused) {
                connection.close();
                throw refused;
            }
        }
    }
}
