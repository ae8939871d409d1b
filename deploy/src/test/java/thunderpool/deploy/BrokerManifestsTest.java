package thunderpool.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.junit.jupiter.api.Test;
import thunderpool.runtime.TopicAccess;
import thunderpool.runtime.TopicProvisioner;
import thunderpool.topics.Principal;
import thunderpool.topics.Retention;
import thunderpool.topics.Topic;
import thunderpool.topics.Topics;

/**
 * Topics and users of the production overlay are made from the topics' declarations in libs/topics. After a change of those,
 * {@code mvn -pl deploy test -Dtest=BrokerManifestsTest -Dthunderpool.deploy=write} writes the manifests anew.
 */
class BrokerManifestsTest {
    private static final TopicProvisioner.Replication REPLICATION =
            new TopicProvisioner.Replication((short) 3, (short) 2);
    private static final String MADE = "# Made by BrokerManifestsTest from libs/topics; do not edit.\n";

    @Test
    void everyTopicIsDeclaredAsTheCodeHasIt() throws IOException {
        StringBuilder yaml = new StringBuilder(MADE)
                .append(
                        "# Three copies, two of which must have a record before it is acknowledged. Times are the broker's.\n")
                .append(
                        "# Partitions change only by a documented migration: which share meets which validator hangs on them.\n");
        Topics.ALL.forEach(topic -> yaml.append(topic(topic)));
        holds("topics.yaml", yaml.toString());
        assertThat(Rendered.of(Rendered.documents(yaml.toString()), "KafkaTopic"))
                .hasSize(Topics.ALL.size());
    }

    @Test
    void everyServiceHasTheRightsTheTopicsGrantItAndNoOthers() throws IOException {
        StringBuilder yaml = new StringBuilder(MADE)
                .append(
                        "# One principal writes a topic, its readers read it; groups and transactions bear the service's name.\n");
        for (Principal principal : Principal.values()) {
            yaml.append(user(principal));
        }
        holds("users.yaml", yaml.toString());
    }

    private static String topic(Topic<?> topic) {
        StringBuilder yaml = new StringBuilder(
                        "---\napiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata:\n  name: ")
                .append(topic.name())
                .append("\n  labels: {strimzi.io/cluster: pool}\n  annotations:\n    thunderpool.org/retention: ")
                .append(reason(topic))
                .append("\nspec:\n  partitions: ")
                .append(topic.partitions())
                .append("\n  replicas: ")
                .append(REPLICATION.factor())
                .append("\n  config:\n");
        new TreeMap<>(TopicProvisioner.settings(topic, REPLICATION)).forEach((name, value) -> yaml.append("    ")
                .append(name)
                .append(": ")
                .append(value)
                .append('\n'));
        return yaml.toString();
    }

    private static String reason(Topic<?> topic) {
        String readers = topic.readers().stream().map(Principal::label).sorted().collect(Collectors.joining(", "));
        return switch (topic.retention()) {
            case Retention.Delete delete ->
                "written by " + topic.writer().label() + "; " + days(delete.after()) + ", longer than " + readers
                        + " may stand still";
            case Retention.Forever _ ->
                "written by " + topic.writer().label() + "; kept forever, what " + readers + " rebuild from";
            case Retention.Compact _ ->
                "written by " + topic.writer().label() + "; the newest of each key, a table for " + readers;
        };
    }

    private static String days(Duration time) {
        return time.toDays() == 1 ? "one day" : time.toDays() + " days";
    }

    private static String user(Principal principal) {
        Map<String, Set<String>> operations = new TreeMap<>();
        for (AclBinding right : TopicAccess.rights(Topics.ALL)) {
            if (!right.entry().principal().equals("User:" + principal.label())) {
                continue;
            }
            String type =
                    switch (right.pattern().resourceType()) {
                        case TOPIC -> "topic";
                        case GROUP -> "group";
                        case TRANSACTIONAL_ID -> "transactionalId";
                        default -> throw new AssertionError("no Strimzi name for " + right);
                    };
            String resource = "{type: " + type + ", name: " + right.pattern().name() + ", patternType: "
                    + right.pattern()
                            .patternType()
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace("prefixed", "prefix") + "}";
            operations
                    .computeIfAbsent(resource, key -> new TreeSet<>())
                    .add(capitalized(right.entry().operation().name()));
        }
        List<String> lines = new ArrayList<>();
        operations.forEach((resource, allowed) -> lines.add(
                "      - resource: " + resource + "\n        operations: [" + String.join(", ", allowed) + "]\n"));
        return "---\napiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata:\n  name: " + principal.label()
                + "\n  labels: {strimzi.io/cluster: pool}\nspec:\n  authentication: {type: scram-sha-512}\n"
                + "  authorization:\n    type: simple\n    acls:\n" + String.join("", lines);
    }

    private static String capitalized(String word) {
        return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
    }

    private static void holds(String name, String expected) throws IOException {
        Path file = Rendered.folder().resolve("kubernetes/overlays/production").resolve(name);
        if ("write".equals(System.getProperty("thunderpool.deploy"))) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file))
                .as(name + " is what libs/topics declares")
                .isEqualTo(expected);
    }
}
