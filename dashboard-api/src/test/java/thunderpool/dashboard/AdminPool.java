package thunderpool.dashboard;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import thunderpool.dashboard.admin.pool.ShareLog;
import thunderpool.dashboard.http.HttpWiring;
import thunderpool.dashboard.http.admin.AdminHttpWiring;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceDatabase;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.Judgement;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.TopicWriter;

/** The service with its admin pages on a free port, under a clock of the test's own; topics in memory. */
final class AdminPool implements AutoCloseable {

    static final AtomicReference<Instant> NOW = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    /** The service with everything but the broker. */
    @ServiceApplication
    @ServiceDatabase
    @Import({ReadWiring.class, AdminWiring.class, AdminPoolWiring.class, AdminHttpWiring.class, HttpWiring.class})
    public static class WithoutBroker {

        @Bean
        InstantSource clock() {
            return NOW::get;
        }

        @Bean
        RandomGenerator random() {
            return new Random(1);
        }

        @Bean
        MemoryTopics topics() {
            return new MemoryTopics(() -> NOW.get().toEpochMilli());
        }

        @Bean
        ShareLog shareLog(MemoryTopics topics) {
            return (partition, fromMs, toMs, recordsMax, handler) -> {
                List<Received<Judgement>> records = topics.read(Judgement.TOPIC, partition, 0, 1_000_000).stream()
                        .filter(record -> record.appendTimeMs() >= fromMs && record.appendTimeMs() < toMs)
                        .toList();
                List<Received<Judgement>> read = records.subList(0, Math.min(recordsMax, records.size()));
                read.forEach(handler);
                return new ShareLog.Reached(
                        read.size(),
                        read.size() < records.size() ? read.getLast().appendTimeMs() : toMs,
                        read.size() == records.size());
            };
        }

        @Bean
        TopicWriter<AdminCommand> commandWriter(MemoryTopics topics) {
            return topics.writer(AdminCommand.TOPIC);
        }
    }

    static final String KEY = "a key for second factors";
    static final String ANOTHER_KEY = "another key for second factors";

    private final TestDatabase database;
    private final boolean ownsDatabase;
    private final ConfigurableApplicationContext context;

    AdminPool(Path codeFile) {
        this(TestDatabase.fresh(), true, codeFile, Map.of("dashboard.admin.key", KEY));
    }

    private AdminPool(TestDatabase database, boolean ownsDatabase, Path codeFile, Map<String, String> key) {
        this.database = database;
        this.ownsDatabase = ownsDatabase;
        Map<String, String> all = new LinkedHashMap<>();
        all.put("server.address", "127.0.0.1");
        all.put("server.port", "0");
        // Without a broker there are no feeds whose health counts.
        all.put("management.endpoint.health.validate-group-membership", "false");
        all.put("logging.level.thunderpool", "WARN");
        all.put("dashboard.kafka.security", "NONE");
        all.put("dashboard.instance", ownsDatabase ? "dashboard-1" : "dashboard-2");
        all.putAll(databaseSettings());
        all.remove("dashboard.admin.key");
        all.putAll(key);
        // The tests are the proxy before the pool, and speak for clients of many addresses.
        all.put("dashboard.limits.proxies", "127\\.0\\.0\\.1");
        all.put("dashboard.limits.requests-per-second", "10000");
        all.put("dashboard.limits.burst", "10000");
        all.put("dashboard.admin.setup-code-file", codeFile.toString());
        context = ServiceMain.embed(WithoutBroker.class, "dashboard", all);
    }

    /** What a process beside the pool needs to reach its admins. */
    Map<String, String> databaseSettings() {
        return Map.of(
                "dashboard.database.url", database.jdbcUrl(),
                "dashboard.database.user", database.user(),
                "dashboard.database.password", database.password(),
                "dashboard.admin.key", KEY);
    }

    /** A second instance on the same database. */
    AdminPool another(Path codeFile) {
        return new AdminPool(database, false, codeFile, Map.of("dashboard.admin.key", KEY));
    }

    /** A second instance whose key was taken away. */
    AdminPool closed(Path codeFile) {
        return new AdminPool(database, false, codeFile, Map.of());
    }

    /** A second instance with another key than the one that second factors were sealed under. */
    AdminPool withAnotherKey(Path codeFile) {
        return new AdminPool(database, false, codeFile, Map.of("dashboard.admin.key", ANOTHER_KEY));
    }

    /** A second instance whose keys are the lines of a file. */
    AdminPool withKeysOf(Path keyFile, Path codeFile) {
        return new AdminPool(database, false, codeFile, Map.of("dashboard.admin.key-file", keyFile.toString()));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    JdbcTemplate jdbc() {
        return database.jdbc();
    }

    URI at(String path) {
        var server = ((ServletWebServerApplicationContext) context).getWebServer();
        return URI.create("http://127.0.0.1:" + (server == null ? 0 : server.getPort()) + path);
    }

    static void pass(Duration time) {
        NOW.updateAndGet(now -> now.plus(time));
    }

    static String code(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    @Override
    public void close() {
        context.close();
        if (ownsDatabase) {
            database.close();
        }
    }
}
