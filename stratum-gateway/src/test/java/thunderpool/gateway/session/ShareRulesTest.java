package thunderpool.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Script;
import thunderpool.work.JobId;
import thunderpool.work.Template;

/** What a submit is answered, and what goes home. */
class ShareRulesTest {
    private static final String TRUE = "{\"id\":4,\"result\":true,\"error\":null}";
    private static final JobId JOB = Work.job(7, Rig.EASIEST);

    private final Rig rig = new Rig();

    private static String refused(int code, String text) {
        return "{\"id\":4,\"result\":null,\"error\":[" + code + ",\"" + text + "\",null]}";
    }

    private static Script script(String address) {
        return Address.parse(address, Chain.BITCOIN_REGTEST).script();
    }

    private int good(int extranonce1, int from) {
        return Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), JOB, extranonce1, from, false);
    }

    private Rig.Talk mining() {
        rig.install(7, Work.TIP_A, Work.HARD);
        return rig.connect();
    }

    @Test
    void aGoodShareIsAnsweredTrueOnlyOnceDurable() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE + ".rig");
        rig.log.mood(FakeLog.Mood.SILENT);
        assertThat(talk.submits(Rig.ALICE + ".rig", JOB, good(extranonce1, 0))).isEmpty();
        assertThat(talk.session.inFlight()).isEqualTo(1);
        rig.log.acknowledge();
        assertThat(talk.connection.said()).containsExactly(TRUE);
        assertThat(talk.session.inFlight()).isZero();
        assertThat(rig.log.shares()).singleElement().satisfies(share -> {
            assertThat(share.miner().account()).isEqualTo(script(Rig.ALICE));
            assertThat(share.miner().worker()).isEqualTo("rig");
            assertThat(share.submission().extranonce1()).isEqualTo(extranonce1);
            assertThat(share.submission().job()).isEqualTo(JOB);
        });
    }

    @Test
    void aShareOfUnknownFateClosesTheConnectionUnanswered() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE);
        rig.log.mood(FakeLog.Mood.BREAKING);
        assertThat(talk.submits(Rig.ALICE, JOB, good(extranonce1, 0))).isEmpty();
        assertThat(talk.connection.parting()).isEqualTo(Parting.UNKNOWN_FATE);
    }

    @Test
    void busyIsAnsweredBeforeAnythingIsHandedOverAndTheShareMayComeAgain() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE);
        int nonce = good(extranonce1, 0);
        rig.log.mood(FakeLog.Mood.FULL);
        assertThat(talk.submits(Rig.ALICE, JOB, nonce)).containsExactly(refused(20, "Busy, try again"));
        assertThat(rig.log.shares()).isEmpty();
        rig.log.mood(FakeLog.Mood.DURABLE);
        assertThat(talk.submits(Rig.ALICE, JOB, nonce)).containsExactly(TRUE);
    }

    @Test
    void aRepeatIsADuplicateInWhateverSpelling() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE);
        int nonce = good(extranonce1, 0);
        talk.submits(Rig.ALICE, JOB, nonce);
        assertThat(talk.submits(Rig.ALICE + ".other", JOB.text().toUpperCase(Locale.ROOT), nonce, ""))
                .containsExactly(refused(22, "Duplicate share"));
    }

    @Test
    void withoutSubscriptionOrAuthorizationNothingCounts() {
        Rig.Talk talk = mining();
        assertThat(talk.submits(Rig.ALICE, JOB, 0)).containsExactly(refused(25, "Not subscribed"));
        int extranonce1 = talk.subscribes("").extranonce1();
        assertThat(talk.submits(Rig.ALICE, JOB, good(extranonce1, 0)))
                .containsExactly(refused(24, "Unauthorized worker"));
        talk.starts(Rig.ALICE);
        assertThat(talk.submits(Rig.BOB, JOB, good(extranonce1, 0)))
                .containsExactly(refused(24, "Unauthorized worker"));
    }

    @Test
    void severalWorkersAndAccountsMayShareASession() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE);
        talk.says("{\"id\":3,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.BOB + "_b\",\"x\"]}");
        int first = good(extranonce1, 0);
        assertThat(talk.submits(Rig.BOB + "_c", JOB, first)).containsExactly(TRUE);
        assertThat(rig.log.shares().getFirst().miner().account()).isEqualTo(script(Rig.BOB));
        assertThat(rig.log.shares().getFirst().miner().worker()).isEqualTo("c");
    }

    @Test
    void aJobNeverSentToThisSessionIsUnknownAlsoAtAnEasierDifficulty() {
        rig.rules(Rig.rules(Rig.EASIEST, -20, false));
        Rig.Talk talk = mining();
        talk.starts(Rig.ALICE);
        assertThat(talk.submits(Rig.ALICE, JOB, 1)).containsExactly(refused(21, "Job not found"));
        assertThat(talk.submits(Rig.ALICE, "zz", 1, "")).containsExactly(refused(21, "Job not found"));
        assertThat(rig.log.shares()).isEmpty();
    }

    @Test
    void workForEarlierJobsOfTheSameTipCountsAndForAnEarlierTipDoesNot() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE);
        talk.offered(rig.install(8, Work.TIP_A, Work.HARD));
        int nonce = good(extranonce1, 0);
        assertThat(talk.submits(Rig.ALICE, JOB, nonce)).containsExactly(TRUE);
        talk.offered(rig.install(9, Work.TIP_B, Work.HARD));
        assertThat(talk.submits(Rig.ALICE, JOB, good(extranonce1, nonce + 1)))
                .containsExactly(refused(21, "Stale job"));
    }

    @Test
    void aJobOlderThanTenMinutesIsStale() {
        Rig.Talk talk = mining();
        int extranonce1 = talk.starts(Rig.ALICE);
        rig.nowMs += 600_001;
        assertThat(talk.submits(Rig.ALICE, JOB, good(extranonce1, 0))).containsExactly(refused(21, "Stale job"));
    }

    @Test
    void aHashAboveTheTargetIsLowDifficulty() {
        rig.rules(Rig.rules(0, 0, false));
        Rig.Talk talk = mining();
        talk.starts(Rig.ALICE);
        assertThat(talk.submits(Rig.ALICE, Work.job(7, 0), 1)).containsExactly(refused(23, "Low difficulty share"));
    }

    @Test
    void extranonce2HasEightBytesAndVersionBitsStayInsideTheMask() {
        Rig.Talk talk = mining();
        talk.starts(Rig.ALICE);
        assertThat(talk.says("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + Rig.ALICE + "\",\"" + JOB.text()
                        + "\",\"00000000\",\"504e86ed\",\"b2957c02\"]}"))
                .containsExactly(refused(20, "Extranonce2 has 8 bytes here"));
        assertThat(talk.submits(Rig.ALICE, JOB.text(), 1, ",\"00002000\""))
                .containsExactly(refused(20, "Version bits outside of mask"));
        talk.says("{\"id\":1,\"method\":\"mining.configure\",\"params\":[[\"version-rolling\"],{}]}");
        assertThat(talk.submits(Rig.ALICE, JOB.text(), 1, ",\"00002000\"")).containsExactly(TRUE);
        assertThat(talk.submits(Rig.ALICE, JOB.text(), 1, ",\"20000000\""))
                .containsExactly(refused(20, "Version bits outside of mask"));
        assertThat(rig.log.shares().getFirst().submission().version()).isEqualTo(0x20002000);
    }

    @Test
    void whateverMeetsTheNetworksTargetGoesHome() {
        Template easy = Work.template(7, Work.TIP_A, Work.EASY);
        rig.install(7, Work.TIP_A, Work.EASY);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.subscribes("").extranonce1();
        int block = Work.nonce(easy, JOB, extranonce1, 0, true);
        assertThat(talk.submits(Rig.ALICE, JOB, block)).containsExactly(refused(24, "Unauthorized worker"));
        assertThat(rig.log.blocks()).hasSize(1);
        talk.starts(Rig.ALICE);
        assertThat(talk.submits(Rig.ALICE, JOB, block)).containsExactly(TRUE);
        assertThat(talk.submits(Rig.ALICE, JOB, block)).containsExactly(refused(22, "Duplicate share"));
        assertThat(rig.log.blocks()).hasSize(3);
        int second = Work.nonce(easy, JOB, extranonce1, block + 1, true);
        rig.log.mood(FakeLog.Mood.FULL);
        assertThat(talk.submits(Rig.ALICE, JOB, second)).containsExactly(refused(20, "Busy, try again"));
        talk.offered(rig.install(9, Work.TIP_B, Work.EASY));
        assertThat(talk.submits(Rig.ALICE, JOB, second)).containsExactly(refused(21, "Stale job"));
        assertThat(rig.log.blocks()).hasSize(5);
        assertThat(rig.log.blocks().get(4).blockId())
                .isEqualTo(rig.log.blocks().get(3).blockId());
        assertThat(rig.log.blocks().get(4).finder().account()).isEqualTo(script(Rig.ALICE));
        assertThat(rig.log.blocks().getFirst().finder().account()).isEqualTo(Work.POOL);
        assertThat(rig.log.blocks().getFirst().header().toByteArray()).hasSize(80);
    }

    @Test
    void aBlockOfAJobNeverAnnouncedGoesHomeToo() {
        Template easy = Work.template(7, Work.TIP_A, Work.EASY);
        rig.rules(Rig.rules(Rig.EASIEST, Rig.EASIEST, false));
        rig.install(7, Work.TIP_A, Work.EASY);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.starts(Rig.ALICE);
        JobId other = Work.job(7, -31);
        int block = Work.nonce(easy, other, extranonce1, 0, true);
        assertThat(talk.submits(Rig.ALICE, other, block)).containsExactly(refused(21, "Job not found"));
        assertThat(rig.log.blocks()).hasSize(1);
    }

    @Test
    void badNtimeIsRefused() {
        Rig.Talk talk = mining();
        talk.starts(Rig.ALICE);
        String late = HexFormat.of().toHexDigits(Work.TIME + 7_201);
        List<String> said = talk.says("{\"id\":4,\"method\":\"mining.submit\",\"params\":[\"" + Rig.ALICE + "\",\""
                + JOB.text() + "\",\"0000000000000000\",\"" + late + "\",\"00000000\"]}");
        assertThat(said).containsExactly(refused(20, "ntime out of range"));
    }

    @Test
    void aFloodOfInvalidSharesBansTheAccountAndNotItsNeighbours() {
        rig.rules(Rig.rules(0, 0, false));
        Rig.Talk flood = mining();
        flood.starts(Rig.ALICE);
        for (int i = 0; i < 200 && flood.connection.parting() == null; i++) {
            flood.submits(Rig.ALICE, Work.job(7, 0), i);
        }
        assertThat(flood.connection.parting()).isEqualTo(Parting.FLOOD);
        Rig.Talk again = rig.connect();
        again.subscribes("");
        assertThat(again.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}"))
                .singleElement()
                .asString()
                .contains("[24,\"Banned");
        Rig.Talk neighbour = rig.connect();
        neighbour.starts(Rig.BOB);
        assertThat(neighbour.connection.parting()).isNull();
        rig.nowMs += 600_001;
        Rig.Talk later = rig.connect();
        later.starts(Rig.ALICE);
        assertThat(later.connection.parting()).isNull();
    }

    /** Killed between the answer and the disk, a gateway would leave its miner believing that the block is home. */
    @Test
    void theFinderOfABlockHearsNothingBeforeTheBlockIsOnTheDisk() {
        rig.install(7, Work.TIP_A, Work.EASY);
        Template easy = Work.template(7, Work.TIP_A, Work.EASY);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.starts(Rig.ALICE);
        var disk = rig.log.slowDisk();
        int block = Work.nonce(easy, JOB, extranonce1, 0, true);
        assertThat(talk.submits(Rig.ALICE, JOB, block)).isEmpty();
        assertThat(talk.submits(Rig.ALICE, JOB, block)).isEmpty();
        assertThat(rig.log.shares()).hasSize(1);
        assertThat(talk.session.inFlight()).isEqualTo(2);
        disk.complete(null);
        assertThat(talk.connection.said()).containsExactlyInAnyOrder(TRUE, refused(22, "Duplicate share"));
        assertThat(talk.session.inFlight()).isZero();
    }
}
