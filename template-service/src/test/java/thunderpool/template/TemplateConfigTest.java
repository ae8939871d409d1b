package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import thunderpool.runtime.ConfigPrinter;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;
import thunderpool.template.TemplateConfig.NodeSettings;

class TemplateConfigTest {

    private static final NodeSettings NODE = new NodeSettings("a", "http://user:hidden@127.0.0.1:8332", null, null);

    private @Nullable Integer agree;
    private Duration catchUp = Duration.ofSeconds(30);

    private TemplateConfig with(
            String chain,
            List<NodeSettings> nodes,
            @Nullable String address,
            Duration refresh,
            @Nullable String secret) {
        return new TemplateConfig(
                chain,
                "template-1",
                KafkaAccess.open("127.0.0.1:9092"),
                new DatabaseConfig("jdbc:postgresql://127.0.0.1/x", "template", "hidden", null, 4),
                nodes,
                address,
                "/Thunder Pool/",
                refresh,
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                agree,
                catchUp,
                null,
                null,
                Duration.ofSeconds(6),
                secret,
                null);
    }

    private TemplateConfig on(String chain, List<NodeSettings> nodes) {
        return with(chain, nodes, null, Duration.ofSeconds(20), "0123456789abcdef");
    }

    @Test
    void asksForPeersAndASyncedChainEverywhereButOnRegtest() {
        assertThat(on("bitcoin-main", List.of(NODE)).policy())
                .isEqualTo(new NodeCheck.Policy(Duration.ofSeconds(20), 1, false));
        assertThat(on("litecoin-regtest", List.of(NODE)).policy())
                .isEqualTo(new NodeCheck.Policy(Duration.ofSeconds(20), 0, true));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> on("bitcoin-moon", List.of(NODE))).hasMessageContaining("bitcoin-moon");
        assertThatThrownBy(() -> on("bitcoin-main", List.of())).hasMessageContaining("at least one node");
        assertThatThrownBy(() -> on("bitcoin-main", List.of(NODE, NODE))).hasMessageContaining("two nodes named a");
        assertThatThrownBy(() -> with("bitcoin-main", List.of(NODE), null, Duration.ofSeconds(31), "0123456789abcdef"))
                .hasMessageContaining("template.refresh");
        assertThatThrownBy(() -> with("bitcoin-main", List.of(NODE), null, Duration.ofSeconds(20), null))
                .hasMessageContaining("template.block-secret");
        // A regtest address on the main chain: coins would be gone.
        assertThatThrownBy(() -> with(
                        "bitcoin-main",
                        List.of(NODE),
                        "rltc1q4ugqv280t7n56y8lzepdamwhuhutm3ursf6hqk",
                        Duration.ofSeconds(20),
                        "0123456789abcdef"))
                .hasMessageContaining("litecoin-regtest");
    }

    @Test
    void moreThanHalfOfThreeAndMoreNodesMustAgreeUnlessSet() {
        assertThat(List.of(1, 2, 3, 4, 5).stream()
                        .map(count -> on("bitcoin-main", nodes(count)).rules().tips()))
                .extracting(TipRule::agree)
                .containsExactly(1, 1, 2, 3, 3);
        agree = 3;
        assertThat(on("bitcoin-main", nodes(3)).rules())
                .isEqualTo(new NodeChoice.Rules(new TipRule(3, 30_000), 30_000));
        assertThatThrownBy(() -> on("bitcoin-main", nodes(2)))
                .hasMessageContaining("template.agree is 1 to the number of nodes, 2, not 3");
        agree = 0;
        assertThatThrownBy(() -> on("bitcoin-main", nodes(2))).hasMessageContaining("template.agree");
    }

    @Test
    void aNodeThatNobodyFollowsIsLeftWithinAMinute() {
        catchUp = Duration.ofSeconds(51);
        assertThatThrownBy(() -> on("bitcoin-main", nodes(3))).hasMessageContaining("template.catch-up");
    }

    private static List<NodeSettings> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NodeSettings("n" + i, NODE.url(), null, null))
                .toList();
    }

    @Test
    void printsNoSecret() {
        List<String> lines = ConfigPrinter.lines(on("bitcoin-main", List.of(NODE)));
        assertThat(String.join("\n", lines))
                .contains("nodes[0].name=a")
                .doesNotContain("hidden")
                .doesNotContain("0123456789abcdef");
    }
}
