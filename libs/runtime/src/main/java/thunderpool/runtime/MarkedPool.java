package thunderpool.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;

/** A pool whose connections lead to a database that has forgotten nothing this process committed ({@link CommitMark}). */
final class MarkedPool extends HikariDataSource {
    private static final Logger LOG = LoggerFactory.getLogger(MarkedPool.class);
    private static final Duration MARK_EVERY = Duration.ofSeconds(2);

    /** {@code EX_TEMPFAIL} of sysexits.h: started again, it may go on. */
    private static final int BEGIN_ANEW = 75;

    private final CommitMark mark;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread marker;

    private MarkedPool(HikariConfig config, CommitMark mark) {
        super(config);
        this.mark = mark;
        this.marker = Thread.ofPlatform()
                .daemon()
                .name(config.getPoolName() + "-mark")
                .unstarted(this::markUntilClosed);
    }

    /**
     * @param config all but the connections
     * @param connections to the schema, with the table of {@code db/runtime/marks} in it
     * @param lost as of {@link CommitMark}
     */
    static MarkedPool open(HikariConfig config, DataSource connections, Consumer<String> lost) throws SQLException {
        CommitMark mark = new CommitMark(lost);
        config.setDataSource(new Compared(connections, mark));
        MarkedPool pool = new MarkedPool(config, mark);
        try (Connection connection = pool.getConnection()) {
            mark.begin(connection);
        } catch (SQLException | RuntimeException failed) {
            pool.close();
            throw failed;
        }
        pool.marker.start();
        return pool;
    }

    /**
     * The only way on: what this process remembers is of another history. It ends as if it had been killed, since an orderly
     * end would still write by that memory, and whoever started it starts it again, from what the database says now.
     */
    static void beginAnew(String forgotten) {
        LOG.atError()
                .addKeyValue(LogKey.EVENT, LogEvent.DATABASE_WENT_BACK)
                .log(
                        "DATABASE WENT BACK: {}, which it had acknowledged, is not there. This process ends now and has to"
                                + " be started again, to begin from what the database says",
                        forgotten);
        Runtime.getRuntime().halt(BEGIN_ANEW);
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
