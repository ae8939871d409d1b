package thunderpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.stratum.ServerMessage.SetDifficulty;

/** Golden bytes of everything the pool says. */
class PoolTranscriptTest {
    private final PoolCodec pool = new PoolCodec();
    private final MinerCodec miner = new MinerCodec();

    private void says(ServerMessage message, String line) {
        assertThat(new String(pool.encode(message), StandardCharsets.US_ASCII)).isEqualTo(line + "\n");
        assertThat(miner.decode(line)).isEqualTo(message);
    }

    @Test
    void everyReplyHasIdResultAndError() {
        says(new ServerMessage.Answered(RequestId.of(4), true), "{\"id\":4,\"result\":true,\"error\":null}");
        says(
                new ServerMessage.Answered(new RequestId("\"a\""), false),
                "{\"id\":\"a\",\"result\":false,\"error\":null}");
        says(
                ServerMessage.Refused.of(RequestId.of(4), StratumError.STALE),
                "{\"id\":4,\"result\":null,\"error\":[21,\"Job not found (=stale)\",null]}");
        says(new ServerMessage.Pong(RequestId.of(9)), "{\"id\":9,\"result\":\"pong\",\"error\":null}");
    }

    @Test
    void configureAnswersEveryExtensionAskedFor() {
        says(
                new ServerMessage.Configured(
                        RequestId.of(1),
                        List.of("version-rolling", "minimum-difficulty", "subscribe-extranonce", "info", "what"),
                        0x1fffe000,
                        true),
                "{\"id\":1,\"result\":{\"version-rolling\":true,\"version-rolling.mask\":\"1fffe000\","
                        + "\"minimum-difficulty\":true,\"subscribe-extranonce\":true,\"info\":true,\"what\":false},"
                        + "\"error\":null}");
        says(
                new ServerMessage.Configured(RequestId.of(1), List.of("version-rolling"), 0, false),
                "{\"id\":1,\"result\":{\"version-rolling\":false},\"error\":null}");
    }

    @Test
    void subscribeResultHasSubscriptionsExtranonceAndSize() {
        says(
                new ServerMessage.Subscribed(RequestId.of(2), "f00d", "000a0001", 8),
                "{\"id\":2,\"result\":[[[\"mining.set_difficulty\",\"f00d\"],[\"mining.notify\",\"f00d\"]],"
                        + "\"000a0001\",8],\"error\":null}");
    }

    @Test
    void difficultiesAreExactPlainNumbers() {
        says(SetDifficulty.ofExponent(14), "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[16384]}");
        says(SetDifficulty.ofExponent(-1), "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.5]}");
        says(
                SetDifficulty.ofExponent(-32),
                "{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[0.00000000023283064365386962890625]}");
        assertThat(new String(pool.encode(new SetDifficulty(new BigDecimal("1E+2"))), StandardCharsets.US_ASCII))
                .contains("[100]");
    }

    @Test
    void notifyHasNineParametersAndCleanIsLast() {
        says(
                new ServerMessage.Notify(
                        "0000000100f4",
                        "4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000",
                        "01000000",
                        "ffffffff",
                        List.of("00".repeat(32), "ab".repeat(32)),
                        2,
                        0x1c2ac4af,
                        0x504e86b9,
                        false),
                "{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"0000000100f4\","
                        + "\"4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000\",\"01000000\",\"ffffffff\",[\""
                        + "00".repeat(32) + "\",\"" + "ab".repeat(32)
                        + "\"],\"00000002\",\"1c2ac4af\",\"504e86b9\",false]}");
    }

    /** The prevhash of the protocol page's example job, which builds on block 00000000440b921e1b77c6c0487ae561... */
    @Test
    void previousHashIsCutInWordsFromTheEnd() {
        String displayed = "00000000440b921e1b77c6c0487ae5616de67f788f44ae2a5af6e2194d16b6f8";
        byte[] internal = HexFormat.of().parseHex(displayed);
        for (int i = 0; i < 16; i++) {
            byte swap = internal[i];
            internal[i] = internal[31 - i];
            internal[31 - i] = swap;
        }
        String wire = "4d16b6f85af6e2198f44ae2a6de67f78487ae5611b77c6c0440b921e00000000";
        assertThat(WireHash.ofInternal(internal)).isEqualTo(wire);
        assertThat(WireHash.toInternal(wire)).isEqualTo(internal);
    }

    @Test
    void callsOfThePool() {
        says(
                new ServerMessage.SetExtranonce("000a0002", 8),
                "{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"000a0002\",8]}");
        says(
                new ServerMessage.SetVersionMask(0x1fffe000),
                "{\"id\":null,\"method\":\"mining.set_version_mask\",\"params\":[\"1fffe000\"]}");
        says(new ServerMessage.Reconnect(null, 0, 0), "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}");
        says(
                new ServerMessage.Reconnect("a.example.org", 3333, 5),
                "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"a.example.org\",3333,5]}");
        says(
                new ServerMessage.ShowMessage("paid \"daily\" \u20bf"),
                "{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"paid \\\"daily\\\" \\u20bf\"]}");
        says(
                new ServerMessage.Call(RequestId.of(12), "client.get_version"),
                "{\"id\":12,\"method\":\"client.get_version\",\"params\":[]}");
    }

    @Test
    void minersSideReadsOtherPoolsDialects() {
        assertThat(
                        miner.decode(
                                "{\"error\": null, \"id\": 1, \"result\": [[\"mining.notify\", \"ae6812eb\"], \"81000001\", 4]}"))
                .isEqualTo(new ServerMessage.Subscribed(RequestId.of(1), "ae6812eb", "81000001", 4));
        assertThat(miner.decode("{\"id\":1,\"result\":null,\"error\":{\"code\":-3,\"message\":\"no\"}}"))
                .isEqualTo(new ServerMessage.Refused(RequestId.of(1), StratumError.OTHER, "no"));
        assertThat(miner.decode("{\"id\":1,\"result\":false,\"error\":\"Stale\"}"))
                .isEqualTo(new ServerMessage.Refused(RequestId.of(1), StratumError.OTHER, "Stale"));
        assertThat(miner.decode("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"h.org\",\"3333\",1]}"))
                .isEqualTo(new ServerMessage.Reconnect("h.org", 3333, 1));
        assertThat(miner.decode("{\"id\":1,\"result\":null,\"error\":null}"))
                .isInstanceOf(ServerMessage.Unreadable.class);
    }
}
