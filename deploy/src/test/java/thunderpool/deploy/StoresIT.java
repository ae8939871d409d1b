package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.KafkaWriters;
import thunderpool.runtime.ProvisionApplication;
import thunderpool.topics.Principal;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.Topics;

/** The scripts that start broker and database in containers, run against the real programs, with secrets from {@code secrets.sh}. */
class StoresIT {

    @Test
    void aBrokerStartsEmptyIsProvisionedAndLetsPasswordsRotate(@TempDir Path folder) throws Exception {
        Programs.need("openssl", "openssl");
        Path secrets = secrets(folder);
        int port = freePort();
        Process broker = startBroker(folder, secrets, port);
        try {
            String address = "127.0.0.1:" + port;
            awaitAnswer(access(address, "admin", secrets.resolve("kafka/admin")), broker);
            KafkaWriters early = earlyWriters(access(address, "payout", secrets.resolve("kafka/payout")));
            ProvisionApplication.main(new String[] {
                "--provision.kafka.bootstrap=" + address,
                "--provision.kafka.user=admin",
                "--provision.kafka.password-file=" + secrets.resolve("kafka/admin"),
                "--provision.passwords=" + secrets.resolve("kafka"),
                "--provision.replicas=1",
                "--provision.in-sync-min=1"
            });
            writesNow(early);
            KafkaAccess validator = access(address, "validator", secrets.resolve("kafka/validator"));
            try (Admin client = Admin.create(validator.clientProperties())) {
                assertThat(client.listTopics().names().get())
                        .as("what the validator may see")
                        .contains("share-submitted", "share-judged")
                        .doesNotContain("payout-settled");
            }
            rotate(secrets, address, validator);
            try (Admin client = Admin.create(
                    access(address, "admin", secrets.resolve("kafka/admin")).clientProperties())) {
                assertThat(client.listTopics().names().get())
                        .containsAll(
                                Topics.ALL.stream().map(topic -> topic.name()).toList());
            }
        } finally {
            broker.destroy();
            assertThat(broker.waitFor(120, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** A service that is faster than the making of its user, as in a new cluster: it is refused, and asks again. */
    private static KafkaWriters earlyWriters(KafkaAccess access) {
        KafkaWriters writers = new KafkaWriters(access, "early", Duration.ofSeconds(2), new SimpleMeterRegistry());
        assertThat(writers.connect(List.of(ServiceStatus.OF_PAYOUT)))
                .as("the broker knows the user")
                .isFalse();
        return writers;
    }

    private static void writesNow(KafkaWriters writers) throws Exception {
        ServiceStatus status =
                new ServiceStatus(Principal.PAYOUT, "early", "1", 1, 2, true, "", List.of(), List.of(), Map.of());
        try (writers) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!writers.connect(List.of(ServiceStatus.OF_PAYOUT))) {
                assertThat(System.nanoTime()).as("still refused").isLessThan(deadline);
            }
            assertThat(writers.writer(ServiceStatus.OF_PAYOUT)
                            .write(status)
                            .toCompletableFuture()
                            .get(60, TimeUnit.SECONDS))
                    .isNotNegative();
        }
    }

    /** The client's properties are made once, as a service does at its start; only the file changes afterwards. */
    private static void rotate(Path secrets, String address, KafkaAccess validator) throws Exception {
        Map<String, Object> properties = validator.clientProperties();
        Path file = secrets.resolve("kafka/validator");
        try (Admin admin = Admin.create(
                access(address, "admin", secrets.resolve("kafka/admin")).clientProperties())) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "validator", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), "rotated")))
                    .all()
                    .get();
        }
        try (Admin client = Admin.create(properties)) {
            assertThatThrownBy(() -> client.listTopics().names().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "rotated\n");
        try (Admin client = Admin.create(properties)) {
            assertThat(client.listTopics().names().get()).contains("share-submitted");
        }
    }

    @Test
    void aDatabaseLetsEachServiceIntoItsOwnAndFollowsItsPasswordFile(@TempDir Path folder) throws Exception {
        Programs.need("psql", "postgresql-client");
        Programs.need("openssl", "openssl");
        Path secrets = secrets(folder);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            Map<String, String> environment = new HashMap<>();
            environment.put("DATABASE_PASSWORDS", secrets.resolve("database").toString());
            environment.put("PGHOST", "127.0.0.1");
            environment.put("PGPORT", String.valueOf(server.getPort()));
            Programs.output(
                    List.of(Rendered.folder()
                            .resolve("stores/postgres/roles.sh")
                            .toString()),
                    environment);
            String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/";
            Path file = secrets.resolve("database/template");
            DatabaseConfig own = new DatabaseConfig(url + "template", "template", null, file, 2);
            try (var pool = own.open("own", "db/runtime/leases");
                    Connection connection = pool.getConnection()) {
                assertThat(connection.isValid(5)).isTrue();
            }
            DatabaseConfig foreign = new DatabaseConfig(url + "accounting", "template", null, file, 2);
            assertThatThrownBy(
                            () -> foreign.open("foreign", "db/runtime/leases").close())
                    .rootCause()
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for database");
        }
    }

    private static Path secrets(Path folder) {
        Path secrets = folder.resolve("secrets");
        Programs.output(List.of(Rendered.folder().resolve("secrets.sh").toString(), secrets.toString()), Map.of());
        return secrets;
    }

    /** The image's scripts, stood for by Kafka's own classes, which they start too. */
    private static Process startBroker(Path folder, Path secrets, int port) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("kafka/bin"));
        script(programs.resolve("kafka-storage.sh"), "kafka.tools.StorageTool");
        script(programs.resolve("kafka-server-start.sh"), "kafka.Kafka");
        ProcessBuilder builder = new ProcessBuilder(
                        Rendered.folder().resolve("stores/kafka/start.sh").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("broker.log").toFile());
        builder.environment().put("CLASSES", System.getProperty("java.class.path"));
        builder.environment().put("KAFKA_HOME", folder.resolve("kafka").toString());
        builder.environment().put("KAFKA_DATA", folder.resolve("log").toString());
        builder.environment().put("KAFKA_HOST", "127.0.0.1");
        builder.environment().put("KAFKA_LISTEN", "127.0.0.1");
        builder.environment().put("KAFKA_PORT", String.valueOf(port));
        builder.environment().put("KAFKA_CONTROLLER_PORT", String.valueOf(freePort()));
        builder.environment()
                .put("KAFKA_ADMIN_PASSWORD_FILE", secrets.resolve("kafka/admin").toString());
        return builder.start();
    }

    private static void script(Path file, String main) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                file, "#!/bin/sh\nexec " + java + " -Xmx256m -XX:+UseSerialGC -cp \"$CLASSES\" " + main + " \"$@\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static KafkaAccess access(String address, String user, Path passwordFile) {
        return new KafkaAccess(address, user, null, passwordFile, KafkaAccess.Security.SCRAM, Map.of("retries", "1"));
    }

    private static void awaitAnswer(KafkaAccess access, Process broker) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (true) {
            Map<String, Object> properties = access.clientProperties();
            properties.put("default.api.timeout.ms", "2000");
            properties.put("request.timeout.ms", "1500");
            try (Admin client = Admin.create(properties)) {
                client.describeCluster().nodes().get();
                return;
            } catch (ExecutionException notYet) {
                assertThat(broker.isAlive()).as("the broker runs").isTrue();
                assertThat(System.nanoTime()).as("still no answer").isLessThan(deadline);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
