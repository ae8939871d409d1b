package thunderpool.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import com.zaxxer.hikari.util.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service reaches its own schema. Part of the configuration of every service that keeps one.
 *
 * @param url {@code jdbc:postgresql://host:port/database?currentSchema=name}
 * @param user owner of that schema and of nothing else
 * @param password of the user; or give {@code passwordFile}
 * @param passwordFile holds the password alone, as a mounted secret does; read again for each connection
 * @param poolMax connections at most, 1 to 200
 * @param newLog id of the topic admin-command of a new log on which this database begins anew, when the old one is lost for
 *     good; without effect on the log it knows
 */
public record DatabaseConfig(
        String url,
        String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @DefaultValue("8") int poolMax,
        @Nullable String newLog) {

    private static final int SILENT_AT_MOST_SECONDS = 60;

    /** {@code EX_TEMPFAIL} of sysexits.h: started again, it may go on. */
    private static final int BEGIN_ANEW = 75;

    /** Of the ten seconds of the last acts, so that they are tried more than once. */
    private static final int CONNECTED_WITHIN_SECONDS = 2;

    private static final String MARKS = "db/runtime/marks";

    /** On the log that the database knows. */
    public DatabaseConfig(
            String url, String user, @Nullable String password, @Nullable Path passwordFile, int poolMax) {
        this(url, user, password, passwordFile, poolMax, null);
    }

    @ConstructorBinding
    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("database.url must begin with jdbc:postgresql: but is " + url);
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("database.user must be given");
        }
        if ((password == null) == (passwordFile == null)) {
            throw new IllegalArgumentException("give exactly one of database.password and database.password-file");
        }
        if (poolMax < 1 || poolMax > 200) {
            throw new IllegalArgumentException("database.pool-max must be 1 to 200 but is " + poolMax);
        }
    }

    /**
     * Brings the schema up to date and opens the pool, so that nobody ever sees it as it was. A database that turns out to have
     * forgotten what it acknowledged ends the process ({@link CommitMark}).
     *
     * @param migrations class path folders, such as {@code db/accounting} and {@code db/runtime/outbox}
     */
    public MarkedPool open(String poolName, String... migrations) {
        return open(poolName, () -> Runtime.getRuntime().halt(BEGIN_ANEW), migrations);
    }

    /** @param end of the process */
    MarkedPool open(String poolName, Runnable end, String... migrations) {
        migrate(patient(), migrations);
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(poolName);
        // Asked for each new connection: a rotated password file takes effect without a restart.
        pool.setCredentialsProvider(() -> Credentials.of(user, secret()));
        pool.setMaximumPoolSize(poolMax);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(10_000);
        try {
            return MarkedPool.open(pool, impatient(), new LastActs(new AsItIsNow(migrations), end));
        } catch (PoolInitializationException away) {
            throw new IllegalStateException("the database of " + user + " cannot be used: " + away.getMessage(), away);
        }
    }

    private static void migrate(DataSource schema, String... migrations) {
        Migrations.run(schema, migrations);
        Migrations.run(schema, MARKS);
    }

    /**
     * For the last acts. No commit waits for a second server: one that was just restored may be alone for longer than there is
     * time, and what is saved there is true whatever becomes of it.
     */
    private final class AsItIsNow implements LastActs.Database {
        private final String[] migrations;

        AsItIsNow(String... migrations) {
            this.migrations = migrations;
        }

        @Override
        public DataSource now() {
            PGSimpleDataSource connections = impatient();
            connections.setConnectTimeout(CONNECTED_WITHIN_SECONDS);
            connections.setUser(user);
            connections.setPassword(secret());
            return new LocalCommits(connections);
        }

        @Override
        public void migrate(DataSource now) {
            DatabaseConfig.migrate(now, migrations);
        }
    }

    /**
     * For migrations: one that writes a large table anew is silent for longer than any statement of a service may be, and
     * cut off it would be undone and begun again at each start.
     */
    DataSource patient() {
        PGSimpleDataSource connections = connections();
        connections.setUser(user);
        connections.setPassword(secret());
        return connections;
    }

    /** A server that vanished without a word would hold a statement for as long as TCP hopes, a quarter of an hour. */
    private PGSimpleDataSource impatient() {
        PGSimpleDataSource connections = connections();
        if (connections.getSocketTimeout() == 0) {
            connections.setSocketTimeout(SILENT_AT_MOST_SECONDS);
        }
        return connections;
    }

    private PGSimpleDataSource connections() {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setUrl(url);
        connections.setTcpKeepAlive(true);
        return connections;
    }

    @Override
    public String toString() {
        return "DatabaseConfig[url=" + url + ", user=" + user + ", password=***, poolMax=" + poolMax + "]";
    }

    /** @throws UncheckedIOException when the file has none, as while it is written anew: the connection is tried again */
    private String secret() {
        if (passwordFile == null) {
            return Objects.requireNonNull(password);
        }
        try {
            return PasswordFile.read(passwordFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read database.password-file " + passwordFile, e);
        }
    }
}
