package thunderpool.lab.devnode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import thunderpool.lab.devnode.rpc.Fault;
import tools.jackson.databind.JsonNode;

/** Goal: templates hold what Core's hold, long polls wake, and the faults a test may set do what they say. */
class TemplateTest {
    private final DevNode node =
            DevNode.start(DevNodeConfig.regtest().withPorts(0, -1).withClock(InstantSource.system(), new Random(42)));
    private final RpcClient rpc = new RpcClient(node);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void carriesAllFieldsOfCoresTemplate() {
        JsonNode template = rpc.template();

        assertThat(template.propertyNames())
                .containsExactlyInAnyOrder(
                        "capabilities",
                        "version",
                        "rules",
                        "vbavailable",
                        "vbrequired",
                        "previousblockhash",
                        "transactions",
                        "coinbaseaux",
                        "coinbasevalue",
                        "longpollid",
                        "target",
                        "mintime",
                        "mutable",
                        "noncerange",
                        "sigoplimit",
                        "sizelimit",
                        "weightlimit",
                        "curtime",
                        "bits",
                        "height",
                        "default_witness_commitment");
        assertThat(template.path("previousblockhash").stringValue())
                .as("regtest's genesis block")
                .isEqualTo("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206");
        assertThat(template.path("target").stringValue()).isEqualTo("7fffff" + "00".repeat(29));
    }

    @Test
    void offersFeesAndAddsThemToTheCoinbase() {
        JsonNode template = rpc.template();
        long fees = template.path("transactions")
                .valueStream()
                .mapToLong(tx -> tx.path("fee").longValue())
                .sum();

        assertThat(template.path("transactions")).hasSize(4).allSatisfy(tx -> {
            assertThat(tx.path("sigops").intValue()).isEqualTo(1);
            assertThat(tx.path("weight").intValue()).isBetween(430, 445);
            assertThat(tx.path("hash")).isNotEqualTo(tx.path("txid"));
        });
        assertThat(template.path("coinbasevalue").longValue()).isEqualTo(50_0000_0000L + fees);
    }

    @Test
    void listsParentsBeforeChildren() {
        boolean sawChild = false;
        for (int round = 0; round < 20; round++) {
            JsonNode transactions = rpc.template().path("transactions");
            for (int i = 0; i < transactions.size(); i++) {
                for (JsonNode parent : transactions.path(i).path("depends")) {
                    sawChild = true;
                    assertThat(parent.intValue()).isBetween(1, i);
                }
            }
            node.mineBlocks(1);
        }
        assertThat(sawChild).as("the made-up transactions chain now and then").isTrue();
    }

    @Test
    void signalsTheTestDeploymentFromTheSecondPeriodOn() {
        node.mineBlocks(142);
        assertThat(rpc.template().path("version").longValue()).isEqualTo(0x20000000L);
        node.mineBlocks(1);
        JsonNode template = rpc.template();
        assertThat(template.path("height").intValue()).isEqualTo(144);
        assertThat(template.path("version").longValue()).isEqualTo(0x30000000L);
        assertThat(template.path("vbavailable").path("testdummy").intValue()).isEqualTo(28);
    }

    @Test
    void insistsOnSegwit() {
        assertThat(rpc.error("getblocktemplate").toString())
                .isEqualTo("{\"code\":-8,\"message\":\"getblocktemplate must be called with the segwit rule set"
                        + " (call with {\\\"rules\\\": [\\\"segwit\\\"]})\"}");
        assertThat(rpc.error("getblocktemplate", Map.of("mode", "x")).toString())
                .isEqualTo("{\"code\":-8,\"message\":\"Invalid mode\"}");
    }

    @Test
    void aLongPollWakesOnANewTipAndBlocksNobody() throws Exception {
        CompletableFuture<JsonNode> poll = longPoll(rpc.template());
        assertThat(rpc.call("getblockcount").intValue()).isZero();
        assertThat(poll).isNotDone();

        String hash = node.mineBlocks(1).getFirst();

        JsonNode woken = poll.get(10, TimeUnit.SECONDS);
        assertThat(woken.path("previousblockhash").stringValue()).isEqualTo(hash);
        assertThat(woken.path("height").intValue()).isEqualTo(2);
    }

    @Test
    void aLongPollForAnOldTipReturnsAtOnce() throws Exception {
        JsonNode old = rpc.template();
        node.mineBlocks(1);
        assertThat(longPoll(old).get(10, TimeUnit.SECONDS).path("height").intValue())
                .isEqualTo(2);
    }

    @Test
    void aStaleNodeKeepsItsTemplateAndLetsLongPollsSleep() throws Exception {
        node.setFault(new Fault.StaleTemplate());
        JsonNode frozen = rpc.template();
        CompletableFuture<JsonNode> poll = longPoll(frozen);
        node.mineBlocks(2);
        assertThat(rpc.template().path("height").intValue()).isEqualTo(1);
        assertThat(poll).isNotDone();

        node.setFault(new Fault.None());
        assertThat(poll.get(10, TimeUnit.SECONDS).path("height").intValue()).isEqualTo(3);
    }

    private CompletableFuture<JsonNode> longPoll(JsonNode template) {
        Map<String, Object> request = Map.of(
                "rules",
                List.of("segwit"),
                "longpollid",
                template.path("longpollid").stringValue());
        return CompletableFuture.supplyAsync(() -> rpc.call("getblocktemplate", request));
    }
}
