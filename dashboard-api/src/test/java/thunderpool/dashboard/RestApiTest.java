package thunderpool.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import thunderpool.dashboard.view.PoolSample;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RestApiTest {

    private static final SamplePool POOL = new SamplePool(Map.of("dashboard.port-offset", "100"));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @BeforeAll
    static void fill() {
        POOL.fill();
    }

    @AfterAll
    static void stop() {
        POOL.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(POOL.at(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> reply = get(path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(POOL.at(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** What each path's JSON holds, so that a renamed field is a decision and not an accident. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/stats | pool chain coin hashrateHps hashrate1hHps hashrate24hHps hashrateErrorPercent "
                        + "activeMiners activeWorkers sharesAccepted sharesRejected blocksFound blocksOrphaned "
                        + "blocksMatured lastBlockAt workSinceLastBlockHashes currentEffortPercent luckPercent "
                        + "luckBlocks networkDifficulty networkHashrateHps expectedBlockSeconds feeBasisPoints fees "
                        + "explorer pplnsWindowMultiple",
                "/api/stats/history | minute shares rejected hashrateHps",
                "/api/history | of account worker range resolutionSeconds from to points",
                "/api/ports | name rewardSystem paid scheme port tls url startDifficulty minimumDifficulty "
                        + "maximumDifficulty vardiff online next",
                "/api/services | service instances ready reason",
                "/api/miners | account hashrateHps workers sharesAccepted sharesRejected lastShareAt",
                "/api/workers | account worker rewardSystem hashrateHps hashrate1hHps hashrateErrorPercent "
                        + "sharesAccepted sharesRejected rejectedByReason workHashes lastShareAt firstSeenAt "
                        + "connections difficulty agent lastSubmitAt bestShareDifficulty",
                "/api/blocks | blockId height state confirmations rewardSat finder worker rewardSystem foundAt "
                        + "effortPercent networkDifficulty",
                "/api/payouts | orderId account state amountSat txid confirmations changedAt",
                "/api/pool-balance | immatureSat payableSat reservedSat paidSat",
                "/api/leaderboard | rank account hashrateHps workHashes shares blocksFound sharePercent",
                "/api/epochs | epoch from to shares workHashes statements rewardsSat",
                "/api/epochs/29000001 | epoch statements",
                "/api/schemes | scheme blockInterval timeIntervalMinutes description version next",
                "/api/network | chain serving reason tip height nbits networkWorkHashes networkDifficulty "
                        + "networkHashrateHps blockIntervalSeconds tipSince templateAt templateAgeSeconds "
                        + "lastPoolBlockAt nodes",
                "/api/jobs/current | template height previous version nbits ntime coinb1 extranonceBytes coinb2 tag "
                        + "merkleBranch coinbaseValueSat subsidySat totalFeesSat outputs",
                "/api/addresses/" + PoolSample.ALICE + " | text valid account known problem suggestion",
                "/api/miners/" + PoolSample.ALICE + " | account spellings hashrateHps hashrate1hHps hashrate24hHps "
                        + "hashrateErrorPercent sharesAccepted sharesRejected rejectedByReason bestShareDifficulty "
                        + "bestShareAt lastShareAt firstSeenAt blocksFound balance schedule nextPayment workers "
                        + "statements payouts",
                "/api/miners/" + PoolSample.ALICE + "/worker?name=rig | worker recentShares",
            })
    void saysTheseFields(String path, String fields) throws Exception {
        JsonNode reply = json(path.strip());
        JsonNode first = reply.isArray() ? reply.get(0) : reply;
        assertThat(first.propertyNames())
                .containsExactlyInAnyOrder(fields.strip().split("\\s+"));
    }

    @Test
    void figuresAreThoseOfTheRecords() throws Exception {
        JsonNode stats = json("/api/stats");
        assertThat(stats.get("sharesAccepted").asLong()).isEqualTo(20);
        assertThat(stats.get("activeMiners").asLong()).isEqualTo(2);
        assertThat(stats.get("blocksFound").asLong()).isEqualTo(1);
        // Ten shares of difficulty 1024 and ten of 8, from 11:51:30 to 12:00:30.
        double expected = 10.0 * (PoolSample.WORK_1024 + PoolSample.WORK_8) / 540;
        assertThat(stats.get("hashrateHps").asDouble()).isCloseTo(expected, org.assertj.core.data.Offset.offset(1.0));

        JsonNode miner = json("/api/miners/" + PoolSample.ALICE);
        assertThat(miner.get("balance").get("payableSat").asLong()).isEqualTo(1_000);
        assertThat(miner.get("schedule").get("description").asString()).isEqualTo("every 144 blocks");
        assertThat(miner.get("payouts").get(0).get("txid").asString()).isEqualTo(PoolSample.GENESIS.displayHex());
        assertThat(miner.get("statements").get(0).get("workHashes").asString())
                .isEqualTo(String.valueOf(PoolSample.WORK_1024));

        JsonNode block = json("/api/blocks").get(0);
        assertThat(block.get("finder").asString()).isEqualTo(PoolSample.ALICE);
        assertThat(block.get("foundAt").asString()).isEqualTo("2026-11-21T11:55:30Z");
        assertThat(json("/api/pool-balance").get("payableSat").asLong()).isEqualTo(1_002);
        assertThat(json("/api/leaderboard").get(0).get("account").asString()).isEqualTo(PoolSample.ALICE);
        JsonNode epoch = json("/api/epochs/29000001");
        assertThat(epoch.get("statements")).hasSize(2);
        assertThat(epoch.get("epoch").get("rewardsSat").asLong()).isEqualTo(312_500_000);
    }

    @Test
    void portsSayHowToConnect() throws Exception {
        JsonNode ports = json("/api/ports");
        assertThat(ports.valueStream().map(port -> port.get("url").asString()))
                .containsExactly(
                        "stratum+tcp://127.0.0.1:3433",
                        "stratum+tcp://127.0.0.1:3434",
                        "stratum+tcp://127.0.0.1:3435",
                        "stratum+ssl://127.0.0.1:4433");
        assertThat(ports.get(0).get("paid").asString()).isEqualTo("every 144 blocks");
        assertThat(ports.get(1).get("paid").asString()).isEqualTo("by scheme time");
        assertThat(ports.get(2).get("rewardSystem").asString()).isEqualTo("SOLO");
    }

    @Test
    void currentJobIsTheOneMinersGet() throws Exception {
        JsonNode job = json("/api/jobs/current");
        // Version 2, one input, null outpoint, a script of 33 bytes: height 840001 = 0x0cd141 (BIP34), 14 + 1 bytes of
        // tag.
        assertThat(job.get("coinb1").asString())
                .isEqualTo("0200000001" + "00".repeat(32) + "ffffffff" + "21" + "0341d10c" + "0f"
                        + "2f5468756e64657220506f6f6c2f" + "00" + "0c");
        assertThat(job.get("outputs").get(0).get("valueSat").asLong()).isEqualTo(312_500_000);
        assertThat(job.get("outputs").get(0).get("address").asString()).isEqualTo(PoolSample.BOB);
        assertThat(job.get("ntime").asString()).isEqualTo("69205440");
        assertThat(json("/api/network").get("networkWorkHashes").asString())
                .isEqualTo(String.valueOf(PoolSample.WORK_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/miners/14YPSNPi6NSXnUxtPAsyJSuw3pv7AU3Cah | 400 | checksum",
                "/api/miners/" + PoolSample.ON_TESTNET + " | 400 | testnet4",
                "/api/miners/rubbish | 400 | This address can not be used here",
                "/api/miners/3P14159f73E4gFr7JterCCQh9QjiTjiZrG | 404 | with its first share",
                "/api/miners?limit=0 | 400 | limit must be between 1 and 1000",
                "/api/blocks?limit=1001 | 400 | limit must be between 1 and 1000",
                "/api/workers?limit=many | 400 | \"limit\" is not a number",
                "/api/stats/history?minutes=1441 | 400 | minutes must be between 1 and 1440",
                "/api/epochs/5 | 404 | not closed",
                "/api/epochs/last | 400 | \"number\" is not a number",
                "/api/commands/xyz | 400 | 64 hex digits",
                "/api/commands/00 | 404 | No such command",
                "/api/nothing | 404 | ",
            })
    void errorsSayWhatToDo(String path, int status, String words) throws Exception {
        HttpResponse<String> reply = get(path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        if (words != null) {
            assertThat(JSON.readTree(reply.body()).get("detail").asString()).contains(words);
        }
    }

    @Test
    void signedChangeOfScheduleGoesToPayoutAndItsAnswerCanBeAskedFor() throws Exception {
        String path = "/api/miners/" + PoolSample.ALICE + "/schedule";
        HttpResponse<String> sent = post(path, "{\"message\":\"hello\",\"signature\":\"" + PoolSample.HELLO + "\"}");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
        assertThat(POOL.lastCommand().fields()).containsEntry("address", PoolSample.ALICE);
        JsonNode command = json(JSON.readTree(sent.body()).get("answerAt").asString());
        assertThat(command.get("outcome").asString()).isEqualTo("pending");

        assertThat(post(path, "{\"message\":\"hullo\",\"signature\":\"" + PoolSample.HELLO + "\"}"))
                .satisfies(reply -> {
                    assertThat(reply.statusCode()).isEqualTo(400);
                    assertThat(reply.body()).contains("not by this address's key");
                });
        assertThat(post(path, "{\"message\":\"hello\"}").body()).contains("signature is missing");
        assertThat(post(path, "not json").statusCode()).isEqualTo(400);
        assertThat(post(path, " ".repeat(20_000)).statusCode()).isEqualTo(413);
        assertThat(post("/api/miners/3P14159f73E4gFr7JterCCQh9QjiTjiZrG/schedule", "{}")
                        .statusCode())
                .isEqualTo(404);
    }

    /** Every path under /api that the code serves stands in the document, and nothing else. */
    @Test
    void openApiDocumentListsEveryPathOfTheApi() throws Exception {
        JsonNode document = json("/api-docs");
        Set<String> served = new TreeSet<>();
        POOL.context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(served::add));
        assertThat(served).hasSizeGreaterThan(15).contains("/api/stream", "/api/jobs/current");
        assertThat(document.get("paths").propertyNames()).containsExactlyInAnyOrderElementsOf(served);
        JsonNode stats = document.get("components").get("schemas").get("Stats").get("properties");
        assertThat(stats.get("workSinceLastBlockHashes").get("type").asString()).isEqualTo("string");
    }

    @Test
    void anyPageMayReadButOnlyItsOwnMayCommand() throws Exception {
        HttpResponse<String> read = get("/api/stats", "Origin", "https://elsewhere.example");
        assertThat(read.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        HttpRequest foreign = HttpRequest.newBuilder(POOL.at("/api/miners/" + PoolSample.ALICE + "/schedule"))
                .header("Origin", "https://elsewhere.example")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(CLIENT.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void unchangedAnswersCostNoBytes() throws Exception {
        HttpResponse<String> first = get("/api/blocks");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = get("/api/blocks", "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void longAnswersAreCompressed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(POOL.at("/api-docs"))
                .header("Accept-Encoding", "gzip")
                .build();
        HttpResponse<InputStream> reply = CLIENT.send(request, BodyHandlers.ofInputStream());
        assertThat(reply.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream unpacked = new GZIPInputStream(reply.body())) {
            assertThat(JSON.readTree(unpacked).get("info").get("title").asString())
                    .isEqualTo("Thunder Pool");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/miners/any", "/icon.svg", "/api/stats", "/api/nothing"})
    void browsersAreToldToRunNothingForeign(String path) throws Exception {
        HttpResponse<String> reply = get(path);
        assertThat(reply.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'self';")
                .doesNotContain("unsafe");
        assertThat(reply.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void servesWhatOperatorsAndDevelopersAskFor() throws Exception {
        assertThat(get("/actuator/health/liveness").body()).contains("UP");
        assertThat(get("/actuator/health/readiness").body()).contains("UP");
        assertThat(get("/actuator/prometheus").body()).contains("thunderpool_stream_clients 0.0");
        assertThat(get("/swagger-ui/index.html").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/env").statusCode()).isEqualTo(404);
    }
}
