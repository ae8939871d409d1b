package thunderpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.stratum.ClientMessage.Fault;
import thunderpool.stratum.ClientMessage.Malformed;
import thunderpool.stratum.ClientMessage.Submit;

/** Lines as firmware writes them (their sources' format strings), and what the pool reads in them. */
class ClientTranscriptTest {
    private final PoolCodec codec = new PoolCodec();

    @Test
    void readsCgminersHandshake() {
        assertThat(codec.decode("{\"id\": 0, \"method\": \"mining.configure\", \"params\": [[\"version-rolling\"], "
                        + "{\"version-rolling.mask\": \"ffffffff\"}]}"))
                .isEqualTo(new ClientMessage.Configure(RequestId.of(0), List.of("version-rolling"), -1, null));
        assertThat(
                        codec.decode(
                                "{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"cgminer/4.12.0\", \"ae6812eb\"]}"))
                .isEqualTo(new ClientMessage.Subscribe(RequestId.of(1), "cgminer/4.12.0", "ae6812eb"));
        assertThat(codec.decode("{\"id\": 2, \"method\": \"mining.authorize\", \"params\": [\"bc1q.rig1\", \"x\"]}"))
                .isEqualTo(new ClientMessage.Authorize(RequestId.of(2), "bc1q.rig1", "x"));
    }

    @Test
    void readsCgminersSubmitWithOddKeyOrder() {
        assertThat(codec.decode("{\"params\": [\"bc1q.rig1\", \"0000000100f4\", \"0000000000000001\", \"504e86ed\", "
                        + "\"b2957c02\"], \"id\": 7, \"method\": \"mining.submit\"}"))
                .isEqualTo(
                        new Submit(RequestId.of(7), "bc1q.rig1", "0000000100f4", 1, 8, 0x504e86ed, 0xb2957c02, null));
    }

    @Test
    void readsAxeOsPipelinedStartAndSubmit() {
        assertThat(codec.decode("{\"id\": 1, \"method\": \"mining.configure\", \"params\": [[\"version-rolling\"], "
                        + "{\"version-rolling.mask\": \"1fffe000\"}]}"))
                .isEqualTo(new ClientMessage.Configure(RequestId.of(1), List.of("version-rolling"), 0x1fffe000, null));
        assertThat(codec.decode(
                        "{\"id\": 2, \"method\": \"mining.subscribe\", \"params\": [\"bitaxe/BM1366/v2.4.0\"]}"))
                .isEqualTo(new ClientMessage.Subscribe(RequestId.of(2), "bitaxe/BM1366/v2.4.0", null));
        assertThat(codec.decode("{\"id\": 4, \"method\": \"mining.suggest_difficulty\", \"params\": [1000]}"))
                .isEqualTo(new ClientMessage.SuggestDifficulty(RequestId.of(4), new BigDecimal(1000)));
        assertThat(codec.decode("{\"id\":5,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}"))
                .isEqualTo(new ClientMessage.ExtranonceSubscribe(RequestId.of(5)));
        assertThat(codec.decode("{\"id\":6,\"method\":\"mining.submit\",\"params\":[\"bc1q.bitaxe\",\"0000000100f4\","
                        + "\"0100000000000000\",\"6744A1B2\",\"0f2b0c1d\",\"00C2E000\"]}"))
                .isEqualTo(new Submit(
                        RequestId.of(6),
                        "bc1q.bitaxe",
                        "0000000100f4",
                        0x0100000000000000L,
                        8,
                        0x6744a1b2,
                        0x0f2b0c1d,
                        0x00c2e000));
    }

    @Test
    void readsCpuminersLines() {
        assertThat(codec.decode("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"cpuminer/2.5.1\"]}"))
                .isEqualTo(new ClientMessage.Subscribe(RequestId.of(1), "cpuminer/2.5.1", null));
        assertThat(codec.decode("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": []}"))
                .isEqualTo(new ClientMessage.Subscribe(RequestId.of(1), "", null));
        assertThat(codec.decode("{\"method\": \"mining.submit\", \"params\": [\"u\", \"j\", \"00000000\", \"504e86ed\","
                        + " \"b2957c02\"], \"id\":4}"))
                .isEqualTo(new Submit(RequestId.of(4), "u", "j", 0, 4, 0x504e86ed, 0xb2957c02, null));
    }

    @Test
    void readsBfgminersTargetBeforeSubscribe() {
        String half = "0000000000ffff00000000000000000000000000000000000000000000000000";
        assertThat(codec.decode("{\"id\":null,\"method\":\"mining.suggest_target\",\"params\":[\"" + half + "\"]}"))
                .isEqualTo(new ClientMessage.SuggestTarget(RequestId.NONE, new BigInteger(half, 16)));
        assertThat(codec.decode("{\"id\":\"txlist\",\"method\":\"mining.get_transactions\",\"params\":[\"j1\"]}"))
                .isEqualTo(new ClientMessage.GetTransactions(new RequestId("\"txlist\"")));
        assertThat(codec.decode("{\"id\":null,\"method\":\"mining.capabilities\",\"params\":[{\"notify\":[]}]}"))
                .isEqualTo(new ClientMessage.Capabilities(RequestId.NONE));
    }

    @Test
    void readsAllExtensionsOfConfigure() {
        assertThat(codec.decode("{\"method\":\"mining.configure\",\"id\":1,\"params\":[[\"minimum-difficulty\","
                        + "\"version-rolling\",\"subscribe-extranonce\",\"info\"],{\"minimum-difficulty.value\":2048,"
                        + "\"version-rolling.mask\":\"00fff000\",\"version-rolling.min-bit-count\":2,"
                        + "\"info.sw-version\":\"x\"}]}"))
                .isEqualTo(new ClientMessage.Configure(
                        RequestId.of(1),
                        List.of("minimum-difficulty", "version-rolling", "subscribe-extranonce", "info"),
                        0x00fff000,
                        new BigDecimal(2048)));
    }

    @Test
    void keepsTheTypeOfAnId() {
        assertThat(codec.decode("{\"id\":\"7\",\"method\":\"mining.ping\",\"params\":[]}")
                        .id()
                        .token())
                .isEqualTo("\"7\"");
        assertThat(codec.decode("{\"id\":7,\"method\":\"mining.ping\"}").id().token())
                .isEqualTo("7");
        assertThat(codec.decode("{\"method\":\"mining.ping\"}").id().isNone()).isTrue();
        assertThat(codec.decode("{\"id\":\"\\u0041\\\"\",\"method\":\"mining.ping\"}")
                        .id()
                        .token())
                .isEqualTo("\"\\u0041\\\"\"");
    }

    @Test
    void authorizeMayHaveOneParameter() {
        assertThat(codec.decode("{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"bc1q\"]}"))
                .isEqualTo(new ClientMessage.Authorize(RequestId.of(3), "bc1q", ""));
    }

    @Test
    void refusesHexThatIsNotExact() {
        refuses("000000000000000", "504e86ed", "b2957c02", "Bad extranonce2");
        refuses("0000000000000000zz", "504e86ed", "b2957c02", "Bad extranonce2");
        refuses("00000000000000zz", "504e86ed", "b2957c02", "Bad extranonce2");
        refuses("0000000000000000", "504e86e", "b2957c02", "Bad ntime");
        refuses("0000000000000000", "504e86ed00", "b2957c02", "Bad ntime");
        refuses("0000000000000000", "504e86ed", "b2957c0g", "Bad nonce");
        refuses("0000000000000000", "504e86ed", "0xb2957c", "Bad nonce");
    }

    private void refuses(String extranonce2, String ntime, String nonce, String reason) {
        assertThat(codec.decode("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"u\",\"j\",\"" + extranonce2
                        + "\",\"" + ntime + "\",\"" + nonce + "\"]}"))
                .isEqualTo(new Malformed(RequestId.of(4), Fault.BAD_PARAMETERS, reason));
    }

    @Test
    void versionBitsMustBeEightDigits() {
        assertThat(codec.decode("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"u\",\"j\",\"00\",\"504e86ed\","
                        + "\"b2957c02\",\"2000\"]}"))
                .isEqualTo(new Malformed(RequestId.of(4), Fault.BAD_PARAMETERS, "Bad version bits"));
    }

    @Test
    void tellsOtherProtocolsFromBadRequests() {
        assertThat(fault("GET / HTTP/1.1")).isEqualTo(Fault.NOT_JSON);
        assertThat(fault("{\"id\":1,\"method\":\"mining.ping\"} x")).isEqualTo(Fault.NOT_JSON);
        assertThat(fault("[".repeat(5000))).isEqualTo(Fault.NOT_JSON);
        assertThat(fault("{\"id\":1,\"id\":2,\"method\":\"mining.ping\"}")).isEqualTo(Fault.NOT_JSON);
        assertThat(fault("[1,2]")).isEqualTo(Fault.NOT_A_REQUEST);
        assertThat(fault("{\"id\":{},\"method\":\"mining.ping\"}")).isEqualTo(Fault.NOT_A_REQUEST);
        assertThat(fault("{\"id\":1}")).isEqualTo(Fault.NOT_A_REQUEST);
        assertThat(fault("{\"id\":1,\"method\":\"mining.authorize\",\"params\":[]}"))
                .isEqualTo(Fault.BAD_PARAMETERS);
        assertThat(fault("{\"id\":1,\"method\":\"mining.suggest_difficulty\",\"params\":[1e999999999]}"))
                .isEqualTo(Fault.BAD_PARAMETERS);
        assertThat(fault("{\"id\":1,\"method\":\"mining.suggest_difficulty\",\"params\":[0]}"))
                .isEqualTo(Fault.BAD_PARAMETERS);
    }

    private Fault fault(String line) {
        assertThat(codec.decode(line)).isInstanceOf(Malformed.class);
        return ((Malformed) codec.decode(line)).fault();
    }

    @Test
    void unknownMethodsAndAnswersAreMessagesToo() {
        assertThat(codec.decode("{\"id\":9,\"method\":\"mining.multi_version\",\"params\":[4]}"))
                .isEqualTo(new ClientMessage.MultiVersion(RequestId.of(9)));
        assertThat(codec.decode("{\"id\":9,\"method\":\"eth_submitLogin\",\"params\":[4]}"))
                .isEqualTo(new ClientMessage.Unknown(RequestId.of(9), "eth_submitLogin"));
        assertThat(codec.decode("{\"id\":9,\"result\":\"cgminer/4.12.0\",\"error\":null}"))
                .isEqualTo(new ClientMessage.Answer(RequestId.of(9)));
    }

    @Test
    void printsNoPassword() {
        assertThat(new ClientMessage.Authorize(RequestId.of(1), "u", "hunter2").toString())
                .doesNotContain("hunter2");
    }
}
