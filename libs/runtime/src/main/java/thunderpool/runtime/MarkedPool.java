package thunderpool.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A pool whose connections lead to a database that has forgotten nothing this process committed ({@link CommitMark}). */
public final class MarkedPool extends HikariDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(MarkedPool.class);
    private static final Duration MARK_EVERY = Duration.ofSeconds(2);

    /** What this process alone may know when its database has gone back, and what is true whatever the database says. */
    @FunctionalInterface
    public interface Salvage {
        /** Writes it there; seconds are left. */
        void into(DataSource database);
    }

    private final CommitMark mark;
    private final LastActs lastActs;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread marker;

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
     * @param config all but the connections
     * @param connections to the schema, with the table of {@code db/runtime/marks} in it
     */
    static MarkedPool open(HikariConfig config, DataSource connections, LastActs lastActs) throws SQLException {
        CommitMark mark = new CommitMark(lastActs);
        config.setDataSource(new Compared(connections, mark));
        MarkedPool pool = new MarkedPool(config, mark, lastActs);
        try (Connection connection = pool.getConnection()) {
            mark.begin(connection);
        } catch (SQLException | RuntimeException failed) {
            pool.close();
            throw failed;
        }
        pool.marker.start();
        return pool;
    }

    /** Is done before the process ends because its database has gone back. */
    public void salvage(Salvage salvage) {
        lastActs.add(salvage);
    }

    private void markUntilClosed() {
        try {
            while (!closed.await(MARK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                markOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void markOnce() {
        try (Connection connection = getConnection()) {
            mark.advance(connection);
        } catch (SQLException away) {
            LOG.debug("no mark was set; trying again", away);
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
