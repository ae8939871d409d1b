package thunderpool.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.job.TemplateWork;
import thunderpool.stratum.ClientMessage;
import thunderpool.stratum.MinerCodec;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.ServerMessage;
import thunderpool.work.Job;
import thunderpool.work.JobId;

/** Whole conversations as lines, as real firmware leads them. */
class SessionTranscriptTest {
    private static final String TRUE_4 = "{\"id\":4,\"result\":true,\"error\":null}";

    private final Rig rig = new Rig();

    @Test
    void cgminerWaitsForEachReplyAndHearsNothingUnasked() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        assertThat(talk.says("{\"id\": 0, \"method\": \"mining.configure\", \"params\": [[\"version-rolling\"], "
                        + "{\"version-rolling.mask\": \"ffffffff\"}]}"))
                .containsExactly("{\"id\":0,\"result\":{\"version-rolling\":true,"
                        + "\"version-rolling.mask\":\"1fffe000\"},\"error\":null}");
        List<String> subscribed =
                talk.says("{\"id\": 1, \"method\": \"mining.subscribe\", \"params\": [\"cgminer/4.12.0\"]}");
        assertThat(subscribed).hasSize(1);
        assertThat(subscribed.getFirst())
                .matches("\\{\"id\":1,\"result\":\\[\\[\\[\"mining.set_difficulty\",\"([0-9a-f]+)\"],"
                        + "\\[\"mining.notify\",\"\\1\"]],\"00050000\",8],\"error\":null}");
        List<String> started = talk.says(
                "{\"id\": 2, \"method\": \"mining.authorize\", \"params\": [\"" + Rig.ALICE + ".rig1\", \"x\"]}");
        assertThat(started).hasSize(3);
        assertThat(started.get(0)).isEqualTo("{\"id\":2,\"result\":true,\"error\":null}");
        assertThat(started.get(1))
                .isEqualTo("{\"id\":null,\"method\":\"mining.set_difficulty\","
                        + "\"params\":[0.00000000023283064365386962890625]}");
        assertThat(started.get(2))
                .startsWith("{\"id\":null,\"method\":\"mining.notify\",\"params\":[\"0000000700e0\",\"")
                .endsWith(",\"20000000\",\"1d00ffff\",\"" + HexFormat.of().toHexDigits(Work.TIME) + "\",true]}");
    }

    @Test
    void notifyAndSubmitMakeTheVeryHeaderTheJudgeHashes() {
        TemplateWork work = rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.subscribes("");
        String line = talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}")
                .get(2);
        var notify = (ServerMessage.Notify) new MinerCodec().decode(line);
        Job job = work.job(new Difficulty(Rig.EASIEST)).job();
        assertThat(notify.coinbase1()).isEqualTo(HexFormat.of().formatHex(job.coinbasePrefix()));
        assertThat(notify.coinbase2()).isEqualTo(HexFormat.of().formatHex(job.coinbaseSuffix()));
        assertThat(notify.previousHash()).isEqualTo("0a".repeat(32));
        assertThat(notify.merkleBranch()).containsExactly("0c".repeat(32));
    }

    @Test
    void axeOsPipelinesEverythingAtOnce() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.session.on(
                decoded("{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],"
                        + "{\"version-rolling.mask\":\"ffffffff\"}]}"),
                rig.nowMs);
        talk.session.on(
                decoded("{\"id\":2,\"method\":\"mining.subscribe\",\"params\":[\"bitaxe/BM1368/v2.6.0\"]}"), rig.nowMs);
        talk.session.on(
                decoded("{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + ".axe\",\"x\"]}"),
                rig.nowMs);
        assertThat(talk.connection.said()).hasSize(5);
        assertThat(talk.says("{\"id\":4,\"method\":\"mining.suggest_difficulty\",\"params\":[1000]}"))
                .containsExactly(TRUE_4);
        assertThat(talk.says("{\"id\":5,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}"))
                .containsExactly(
                        "{\"id\":5,\"result\":true,\"error\":null}",
                        "{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"00050000\",8]}");
        JobId job = Work.job(7, Rig.EASIEST);
        int nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), job, 0x00050000, 1, false);
        assertThat(talk.submits(Rig.ALICE + ".axe", job.text(), nonce, ",\"00000000\""))
                .containsExactly(TRUE_4);
    }

    private static ClientMessage decoded(String line) {
        return new PoolCodec().decode(line);
    }

    @Test
    void niceHashOrderAndOneParameterAuthorize() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        assertThat(talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}"))
                .containsExactly("{\"id\":2,\"result\":true,\"error\":null}");
        assertThat(talk.says("{\"id\":1,\"method\":\"mining.subscribe\",\"params\":[]}"))
                .hasSize(3);
    }

    @Test
    void subscribingTwiceIsAnsweredTwiceWithTheSameExtranonce() {
        Rig.Talk talk = rig.connect();
        assertThat(talk.subscribes("").extranonce1())
                .isEqualTo(talk.subscribes("").extranonce1());
    }

    @Test
    void everySideMethodIsAnsweredAsDocumented() {
        Rig.Talk talk = rig.connect();
        assertThat(talk.says("{\"id\":\"a\",\"method\":\"mining.ping\",\"params\":[]}"))
                .containsExactly("{\"id\":\"a\",\"result\":\"pong\",\"error\":null}");
        assertThat(talk.says("{\"id\":9,\"method\":\"mining.get_transactions\",\"params\":[\"j\"]}"))
                .containsExactly(
                        "{\"id\":9,\"result\":null,\"error\":[20,\"Transactions are not sent over stratum\",null]}");
        assertThat(talk.says("{\"id\":9,\"method\":\"mining.multi_version\",\"params\":[1]}"))
                .containsExactly(
                        "{\"id\":9,\"result\":null,\"error\":[20,\"Not supported: use mining.configure\",null]}");
        assertThat(talk.says("{\"id\":9,\"method\":\"mining.capabilities\",\"params\":[]}"))
                .containsExactly("{\"id\":9,\"result\":null,\"error\":[20,\"Not supported\",null]}");
        assertThat(talk.says("{\"id\":9,\"method\":\"eth_login\",\"params\":[]}"))
                .containsExactly("{\"id\":9,\"result\":null,\"error\":[20,\"Unknown method\",null]}");
        assertThat(talk.says("{\"id\":null,\"method\":\"mining.suggest_target\",\"params\":[\"00ff\"]}"))
                .isEmpty();
        assertThat(talk.says("{\"id\":9,\"method\":\"mining.extranonce.subscribe\",\"params\":[]}"))
                .containsExactly("{\"id\":9,\"result\":null,\"error\":[25,\"Not subscribed\",null]}");
    }

    @Test
    void configureAnswersEachExtensionAndKeepsTheMinimum() {
        rig.rules(Rig.rules(Rig.EASIEST, -20, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        assertThat(talk.says("{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"minimum-difficulty\","
                        + "\"version-rolling\",\"subscribe-extranonce\",\"info\"],{\"minimum-difficulty.value\":0.3,"
                        + "\"version-rolling.mask\":\"00fff000\"}]}"))
                .containsExactly(
                        "{\"id\":1,\"result\":{\"minimum-difficulty\":true,\"version-rolling\":true,"
                                + "\"version-rolling.mask\":\"00ffe000\",\"subscribe-extranonce\":true,\"info\":true},\"error\":null}");
        talk.subscribes("");
        assertThat(talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}")
                        .get(1))
                .contains("[0.25]");
    }

    @Test
    void aWrongAddressIsRefusedWithAHelpfulText() {
        Rig.Talk talk = rig.connect();
        talk.subscribes("");
        String line = talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"nobody.w\",\"x\"]}")
                .getFirst();
        assertThat(line).startsWith("{\"id\":2,\"result\":null,\"error\":[24,\"The user must be ADDRESS.worker: ");
        assertThat(talk.connection.parting()).isNull();
    }

    @Test
    void passwordAndUserNameSetTheDifficulty() {
        rig.rules(Rig.rules(-10, -5, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        assertThat(firstDifficulty(Rig.ALICE, "d=0.3,x")).contains("[0.25]");
        assertThat(firstDifficulty(Rig.ALICE, "x;md=0.6")).contains("[0.5]");
        assertThat(firstDifficulty(Rig.ALICE + ".w+0.13", "x")).contains("[0.125]");
        assertThat(firstDifficulty(Rig.ALICE, "d=0.000000001")).contains("[0.0009765625]");
        assertThat(firstDifficulty(Rig.ALICE, "d=1e30")).contains("[1]");
        assertThat(firstDifficulty(Rig.ALICE, "th=3 hello=world d=")).contains("[0.03125]");
    }

    private String firstDifficulty(String user, String password) {
        Rig.Talk talk = rig.connect();
        talk.subscribes("");
        return talk.says(
                        "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + user + "\",\"" + password + "\"]}")
                .get(1);
    }

    @Test
    void newTemplateIsANewJobAndANewTipACleanOne() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        assertThat(talk.offered(rig.install(8, Work.TIP_A, Work.HARD)))
                .singleElement()
                .asString()
                .contains("\"0000000800e0\"")
                .endsWith(",false]}");
        assertThat(talk.offered(rig.install(9, Work.TIP_B, Work.HARD)))
                .singleElement()
                .asString()
                .contains("\"0000000900e0\"")
                .endsWith(",true]}");
    }

    @Test
    void theSameJobIsNeverSentTwice() {
        TemplateWork work = rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        assertThat(talk.offered(work)).isEmpty();
        assertThat(talk.ticks()).isEmpty();
    }
}
