package thunderpool.standalone;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import thunderpool.runtime.NumberTopic;

/** A process for {@link KilledServersIT} to kill: both servers, some acknowledged work, then a wait without end. */
final class KilledServers {
    static final String READY = "acknowledged";

    private KilledServers() {}

    static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        EmbeddedDatabase database = EmbeddedDatabase.start(dir.resolve("database"), 0);
        TestLog log = TestLog.embedded(dir.resolve("broker"), List.of(NumberTopic.TOPIC));
        DatabaseAccess access = database.access("accounting");
        try (Connection connection = DriverManager.getConnection(access.jdbcUrl(), access.user(), access.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table paid (sats bigint)");
            statement.execute("insert into paid values (5000000000)");
        }
        log.write(NumberTopic.TOPIC, LongStream.range(0, 1000).boxed().toList());
        System.out.println(READY);
        while (true) {
            LockSupport.parkNanos(1_000_000_000);
        }
    }
}
