package thunderpool.runtime;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a service reaches its own schema. Part of the configuration of every service that keeps one.
 *
 * @param url {@code jdbc:postgresql://host:port/database?currentSchema=name}
 * @param user owner of that schema and of nothing else
 * @param password of the user; or give {@code passwordFile}
 * @param passwordFile holds the password alone, as a mounted secret does; read again for each connection
 * @param poolMax connections at most, 1 to 200
 */
public record DatabaseConfig(
        String url,
        String user,
        @Nullable String password,
        @Nullable Path passwordFile,
        @DefaultValue("8") int poolMax) {

    private static final String SILENT_AT_MOST_SECONDS = "60";

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
     * Opens the pool and brings the schema up to date, so that nobody ever sees it as it was.
     *
     * @param migrations class path folders, such as {@code db/accounting} and {@code db/runtime/outbox}
     */
    public HikariDataSource open(String poolName, String... migrations) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName(poolName);
        pool.setJdbcUrl(url);
        // Asked for each new connection: a rotated password file takes effect without a restart.
        pool.setCredentialsProvider(() -> Credentials.of(user, secret()));
        pool.setMaximumPoolSize(poolMax);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(10_000);
        // A server that vanished without a word would hold a statement for as long as TCP hopes, a quarter of an hour.
        pool.addDataSourceProperty("socketTimeout", SILENT_AT_MOST_SECONDS);
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        HikariDataSource dataSource = new HikariDataSource(pool);
        try {
            Migrations.run(dataSource, migrations);
            return dataSource;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    @Override
    public String toString() {
        return "DatabaseConfig[url=" + url + ", user=" + user + ", password=***, poolMax=" + poolMax + "]";
    }

    private @Nullable String secret() {
        if (passwordFile == null) {
            return password;
        }
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read database.password-file " + passwordFile, e);
        }
    }
}
