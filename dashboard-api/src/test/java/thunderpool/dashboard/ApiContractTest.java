package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.PoolSample;
import thunderpool.dashboard.view.SuiteView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every answer of a running dashboard is what the document it serves says, judged by another library. */
class ApiContractTest {

    private static final SamplePool POOL = new SamplePool(Map.of("dashboard.limits.loopback", "false"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private static final int TIP = 840_041;

    private static final String MINER = "/api/miners/" + PoolSample.ALICE;

    private static final JsonNode DOCUMENT = JSON.readTree(get("/api-docs").body());

    /** Paths that do not answer JSON; each has a test of its own. */
    private static final Set<String> NOT_JSON = Set.of(
            "/api/stream",
            "/api/history.csv",
            "/api/miners/{account}/statements.csv",
            "/api/miners/{account}/payouts.csv");

    @BeforeAll
    static void fill() {
        POOL.fill();
        // What is seldom there is sent once, too.
        POOL.context().getBean(ChainView.class).on(PoolSample.status(true, TIP));
        POOL.feed(POOL.projector().schemes(), PoolSample.plannedScheme(2, SamplePool.NOW.plusSeconds(600)));
        POOL.feed(POOL.projector().balances(), PoolSample.held(PoolSample.balance(PoolSample.ALICE, 1, 1_000), true));
        POOL.context()
                .getBean(SuiteView.class)
                .on(PoolSample.plannedPort(3433, "pplns-blocks", SamplePool.NOW.plusSeconds(600)));
    }

    /** The block is at 840,000, and its one record said one confirmation. */
    @Test
    void confirmationsAreCountedFromTheTip() {
        int tip = JSON.readTree(get("/api/network").body()).get("height").asInt();
        assertThat(tip).isEqualTo(TIP);
        for (String path : List.of("/api/blocks", MINER + "/blocks", "/api/blocks?account=" + PoolSample.ALICE)) {
            assertThat(JSON.readTree(get(path).body())
                            .get(0)
                            .get("confirmations")
                            .asInt())
                    .as(path)
                    .isEqualTo(42);
        }
        assertThat(JSON.readTree(get("/api/blocks/" + PoolSample.GENESIS.displayHex())
                                .body())
                        .get("confirmations")
                        .asInt())
                .isEqualTo(42);
    }

    @Test
    void whatIsPlannedIsToldWithItsTime() {
        JsonNode scheme = JSON.readTree(get("/api/schemes").body()).get(0);
        assertThat(scheme.get("blockInterval").asInt()).isEqualTo(144);
        assertThat(scheme.get("next").toString())
                .isEqualTo("{\"fromAt\":\"2026-11-21T12:10:30Z\",\"blockInterval\":72,"
                        + "\"timeIntervalMinutes\":0,\"description\":\"every 72 blocks\"}");
        JsonNode port = JSON.readTree(get("/api/ports").body())
                .valueStream()
                .filter(row -> row.get("port").asInt() == 3433)
                .findFirst()
                .orElseThrow();
        assertThat(port.get("startDifficulty").asDouble()).isEqualTo(1024);
        assertThat(port.get("next").get("startDifficulty").asDouble()).isEqualTo(4096);
        assertThat(port.get("next").get("maximumDifficulty").isNull()).isTrue();
        assertThat(port.get("next").get("fromAt").asString()).isEqualTo("2026-11-21T12:10:30Z");
    }

    /** An operator's reason is for operators. */
    @Test
    void aHoldOfTheLedgerIsToldInFixedWords() {
        JsonNode payment = JSON.readTree(get(MINER).body()).get("nextPayment");
        assertThat(payment.get("hold").asString()).isEqualTo("ACCOUNT");
        assertThat(payment.get("state").asString()).isEqualTo("IN_FLIGHT");
        assertThat(payment.get("text").asString())
                .isEqualTo("A payment is on its way; payments of this account are held by the operator: "
                        + "what is not sent yet waits.");
    }

    @AfterAll
    static void stop() {
        POOL.close();
    }

    /** A path of the document, and a request for it. */
    record Question(String path, String request) {}

    static List<Question> questions() {
        List<Question> all = new ArrayList<>();
        for (String plain : List.of(
                "stats",
                "stats/history",
                "ports",
                "services",
                "pool-balance",
                "schemes",
                "leaderboard",
                "miners",
                "workers",
                "blocks",
                "payouts",
                "epochs",
                "network",
                "jobs/current",
                "history")) {
            all.add(new Question("/api/" + plain, "/api/" + plain));
        }
        for (String part : List.of("", "/workers", "/statements", "/payouts", "/blocks")) {
            all.add(new Question("/api/miners/{account}" + part, MINER + part));
            all.add(new Question("/api/miners/{account}" + part, "/api/miners/" + PoolSample.BOB + part));
        }
        all.add(new Question("/api/miners/{account}/worker", MINER + "/worker?name=rig"));
        all.add(new Question("/api/history", "/api/history?of=account&range=7d&account=" + PoolSample.ALICE));
        all.add(new Question("/api/history", "/api/history?of=worker&range=1y&worker=attic&account=" + PoolSample.BOB));
        all.add(new Question("/api/leaderboard", "/api/leaderboard?by=blocks&range=7d"));
        all.add(new Question("/api/blocks/{id}", "/api/blocks/" + PoolSample.GENESIS.displayHex()));
        all.add(new Question("/api/payouts/{orderId}", "/api/payouts/" + "01".repeat(32)));
        all.add(new Question("/api/epochs/{number}", "/api/epochs/29000001"));
        for (String text : List.of(PoolSample.ALICE, PoolSample.ON_TESTNET, "0x" + "ab".repeat(20), "what")) {
            all.add(new Question("/api/addresses/{text}", "/api/addresses/" + text));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answersAreWhatTheDocumentSays(Question question) {
        HttpResponse<String> reply = get(question.request);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        JsonNode documented = document()
                .get("paths")
                .get(question.path)
                .get("get")
                .get("responses")
                .get("200")
                .get("content");
        assertThat(documented.propertyNames())
                .containsExactly(
                        reply.headers().firstValue("Content-Type").orElse("").split(";", 2)[0]);
        assertThat(errors(documented.get("application/json").get("schema"), reply.body()))
                .isEmpty();
    }

    @Test
    void everyReadablePathIsAsked() {
        Set<String> asked = new TreeSet<>(NOT_JSON);
        questions().forEach(question -> asked.add(question.path));
        asked.add("/api/commands/{id}");
        asked.add("/api/miners/{account}/schedule");
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(document().get("paths").propertyNames());
    }

    @Test
    void aCommandIsAnsweredAndFoundAsTheDocumentSays() throws Exception {
        String body = "{\"message\":\"hello\",\"signature\":\"" + PoolSample.HELLO + "\"}";
        HttpResponse<String> sent = CLIENT.send(
                HttpRequest.newBuilder(POOL.at(MINER + "/schedule"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        assertThat(errors(schema("Sent"), sent.body())).isEmpty();
        String at = JSON.readTree(sent.body()).get("answerAt").asString();
        assertThat(errors(schema("CommandRow"), get(at).body())).isEmpty();
    }

    static Stream<String> mistakes() {
        return Stream.of(
                "/api/nothing",
                "/api/miners/rubbish",
                "/api/miners/3P14159f73E4gFr7JterCCQh9QjiTjiZrG",
                "/api/blocks?cursor=x",
                "/api/blocks/12",
                "/api/history?range=2h",
                "/api/history?of=account",
                "/api/leaderboard?by=luck",
                "/api/miners?limit=0",
                "/api/commands/00");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void errorsAreWhatTheDocumentSays(String request) {
        HttpResponse<String> reply = get(request);
        assertThat(reply.statusCode()).isBetween(400, 404);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(errors(schema("Problem"), reply.body())).isEmpty();
        assertThat(JSON.readTree(reply.body()).get("detail").asString()).isNotBlank();
    }

    /** The judge must be able to say no. */
    @Test
    void aStrangeFieldAMissingOneAndAWrongTypeAreNoticed() {
        JsonNode schema = schema("PoolBalance");
        String good = get("/api/pool-balance").body();
        assertThat(errors(schema, good)).isEmpty();
        assertThat(errors(schema, good.replace("paidSat", "paidBtc"))).hasSizeGreaterThanOrEqualTo(2);
        assertThat(errors(schema, good.replaceAll(":(\\d+)", ":\"$1\""))).hasSize(4);
        assertThat(errors(schema, good.replaceAll(":(\\d+)", ":null"))).hasSize(4);
    }

    @Test
    void everythingIsDescribed() {
        List<String> silent = new ArrayList<>();
        document().get("components").get("schemas").properties().forEach(schema -> {
            JsonNode properties = schema.getValue().get("properties");
            assertThat(schema.getValue().get("additionalProperties"))
                    .as(schema.getKey())
                    .isEqualTo(JSON.readTree("false"));
            properties.properties().stream()
                    .filter(property -> !property.getValue().has("description"))
                    .forEach(property -> silent.add(schema.getKey() + "." + property.getKey()));
        });
        assertThat(silent).isEmpty();
        document().get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> assertThat(operation.getValue().get("summary"))
                        .as(path.getKey())
                        .isNotNull()));
    }

    private static HttpResponse<String> get(String path) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(POOL.at(path)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static JsonNode document() {
        return DOCUMENT;
    }

    private static JsonNode schema(String name) {
        return document().get("components").get("schemas").get(name);
    }

    /** A part of the document with what it refers to. */
    private static List<String> errors(JsonNode part, String answer) {
        ObjectNode whole = JSON.createObjectNode();
        whole.set("components", document().get("components"));
        part.properties().forEach(property -> whole.set(property.getKey(), property.getValue()));
        Schema schema = SCHEMAS.getSchema(whole);
        return schema
                .validate(
                        answer,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
