package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfigPrinterTest {
    record Node(String url, @Secret String rpcUser) {}

    record Service(int sharePort, KafkaAccess kafka, List<Node> nodes, List<String> tags) {}

    @Test
    void namesEverySettingByItsPathAndPrintsNoSecret() {
        KafkaAccess kafka = new KafkaAccess(
                "k:9092",
                "gateway",
                "hunter2",
                null,
                KafkaAccess.Security.SCRAM,
                Map.of("ssl.keystore.password", "hunter3"));
        Service config = new Service(
                3333, kafka, List.of(new Node("http://bob:hunter4@node:8332", "hunter5")), List.of("a", "b"));

        List<String> lines = ConfigPrinter.lines(config);

        assertThat(lines)
                .contains(
                        "share-port=3333",
                        "kafka.bootstrap=k:9092",
                        "kafka.user=gateway",
                        "kafka.password=***",
                        "kafka.password-file=",
                        "kafka.properties.ssl.keystore.password=***",
                        "nodes[0].url=http://bob:***@node:8332",
                        "nodes[0].rpc-user=***",
                        "tags=[a, b]");
        assertThat(String.join("\n", lines) + kafka).doesNotContain("hunter");
    }
}
