package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.TopicProvisioner;
import thunderpool.topics.Principal;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.Topics;

final class EmbeddedBrokerIT {
    private static final TopicPartition SHARES = new TopicPartition(ShareSubmitted.TOPIC.name(), 0);

    @TempDir
    Path dir;

    @Test
    void keepsRecordsOverRestartsAndRefusesForeignWriters() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            TopicProvisioner.provision(broker.adminAccess(), Topics.ALL, TopicProvisioner.Replication.SINGLE);
            write(broker.access(Principal.GATEWAY), "first");

            assertThatThrownBy(() -> write(broker.access(Principal.DASHBOARD), "forged"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThatThrownBy(() -> read(broker.access(Principal.PAYOUT)))
                    .isInstanceOf(TopicAuthorizationException.class);
            KafkaAccess guess = KafkaAccess.scram("127.0.0.1:" + broker.port(), "gateway", "guess");
            assertThatThrownBy(() -> write(guess, "forged")).hasRootCauseInstanceOf(SaslAuthenticationException.class);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("passwords"))))
                .isEqualTo("rw-------");
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            TopicProvisioner.provision(broker.adminAccess(), Topics.ALL, TopicProvisioner.Replication.SINGLE);
            write(broker.access(Principal.GATEWAY), "second");
            assertThat(read(broker.access(Principal.VALIDATOR))).containsExactly("first", "second");
        }
    }

    @Test
    void refusesATopicWithAnotherNumberOfPartitions() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                Admin admin = Admin.create(broker.adminAccess().clientProperties())) {
            int wrong = ShareSubmitted.TOPIC.partitions() + 1;
            admin.createTopics(List.of(new NewTopic(ShareSubmitted.TOPIC.name(), wrong, (short) 1)))
                    .all()
                    .get();

            assertThatThrownBy(() -> TopicProvisioner.provision(
                            broker.adminAccess(), Topics.ALL, TopicProvisioner.Replication.SINGLE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("documented migration")
                    .hasMessageContaining(ShareSubmitted.TOPIC.name() + " has " + wrong + " partitions");
            assertThat(admin.listTopics().names().get()).isEqualTo(Set.of(ShareSubmitted.TOPIC.name()));
        }
    }

    private static void write(KafkaAccess access, String value) throws Exception {
        Map<String, Object> properties = access.clientProperties();
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(SHARES.topic(), SHARES.partition(), null, value))
                    .get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(KafkaAccess access) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(access.clientProperties(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(SHARES));
            consumer.seekToBeginning(List.of(SHARES));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (values.size() < 2 && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}
