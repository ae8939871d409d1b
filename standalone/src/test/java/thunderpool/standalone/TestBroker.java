package thunderpool.standalone;

import java.nio.file.Path;
import org.apache.kafka.common.utils.AppInfoParser;
import org.slf4j.LoggerFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.TestDocker;
import thunderpool.topics.Principal;

/** An empty Kafka broker for one test, from where {@link TestDocker} says. */
sealed interface TestBroker extends AutoCloseable {

    /** Which path runs. */
    String kind();

    /** May create topics and rights. */
    KafkaAccess admin();

    /** As a service; where rights hold, with its rights. */
    KafkaAccess access(Principal principal);

    @Override
    void close();

    /** @param dir where the embedded broker keeps its log; a container needs none */
    static TestBroker start(Path dir) {
        TestBroker broker = TestDocker.runs("broker") ? container() : embedded(dir);
        LoggerFactory.getLogger(TestBroker.class).info("Test broker: {}", broker.kind());
        return broker;
    }

    /** For what concerns the embedded broker itself. */
    static TestBroker embedded(Path dir) {
        return new Embedded(EmbeddedBroker.start(dir, 0));
    }

    private static TestBroker container() {
        // The broker that the clients were released with.
        String image = "apache/kafka:" + AppInfoParser.getVersion();
        KafkaContainer kafka =
                new KafkaContainer(DockerImageName.parse(image)).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        kafka.start();
        return new Container("Testcontainers " + image, kafka);
    }

    /** Checks users and rights, as the pool's own does. */
    record Embedded(EmbeddedBroker broker) implements TestBroker {
        @Override
        public String kind() {
            return "embedded broker on port " + broker.port();
        }

        @Override
        public KafkaAccess admin() {
            return broker.adminAccess();
        }

        @Override
        public KafkaAccess access(Principal principal) {
            return broker.access(principal);
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /** Knows no users: whoever connects may do everything. */
    record Container(String kind, KafkaContainer kafka) implements TestBroker {
        @Override
        public KafkaAccess admin() {
            return KafkaAccess.open(kafka.getBootstrapServers());
        }

        @Override
        public KafkaAccess access(Principal principal) {
            return admin();
        }

        @Override
        public void close() {
            kafka.stop();
        }
    }
}
