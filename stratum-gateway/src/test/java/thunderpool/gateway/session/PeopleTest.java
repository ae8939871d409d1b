package thunderpool.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.session.BanNews.Change;
import thunderpool.topics.WorkersSeen.Row;
import thunderpool.work.JobId;
import thunderpool.work.Rejection;

/** What operators do to sessions, and what people see of their workers. */
class PeopleTest {
    private static final Script ALICE =
            Address.parse(Rig.ALICE, Chain.BITCOIN_REGTEST).script();
    private static final JobId JOB = Work.job(7, Rig.EASIEST);

    private final Rig rig = new Rig();

    private List<Row> told() {
        List<WorkerBook.News> news = rig.workers.news();
        news.forEach(each -> each.told().run());
        return news.stream().flatMap(each -> each.rows().stream()).toList();
    }

    @Test
    void aWorkerIsToldOnceAndAgainOnlyWithNews() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.starts(Rig.ALICE + ".rig");
        assertThat(told()).singleElement().satisfies(row -> {
            assertThat(row.miner().account()).isEqualTo(ALICE);
            assertThat(row.miner().worker()).isEqualTo("rig");
            assertThat(row.connections()).isEqualTo(1);
            assertThat(row.difficulty()).isEqualTo(new Difficulty(-32));
            assertThat(row.agent()).isEqualTo("test/1");
            assertThat(row.lastSubmitMs()).isZero();
        });
        assertThat(told()).isEmpty();
        int nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), JOB, extranonce1, 0, false);
        rig.nowMs += 5;
        talk.submits(Rig.ALICE + ".rig", JOB, nonce);
        assertThat(told()).singleElement().extracting(Row::lastSubmitMs).isEqualTo(rig.nowMs);
        talk.session.closed(rig.nowMs);
        assertThat(told()).singleElement().extracting(Row::connections).isEqualTo(0);
        assertThat(rig.workers.size()).as("forgotten when all is told").isZero();
    }

    @Test
    void refusalsCountUntilTheyArrived() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.starts(Rig.ALICE);
        told();
        int nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), JOB, extranonce1, 0, false);
        talk.submits(Rig.ALICE, JOB, nonce);
        talk.submits(Rig.ALICE, JOB, nonce);
        talk.submits(Rig.ALICE, Work.job(99, -32), 1);
        assertThat(rig.workers.news().getFirst().rows().getFirst().refused())
                .as("this report gets lost")
                .isEqualTo(Map.of(Rejection.DUPLICATE, 1, Rejection.UNKNOWN_JOB, 1));
        talk.submits(Rig.ALICE, JOB, nonce);
        WorkerBook.News news = rig.workers.news().getFirst();
        talk.submits(Rig.ALICE, Work.job(99, -32), 1);
        news.told().run();
        assertThat(news.rows().getFirst().refused())
                .isEqualTo(Map.of(Rejection.DUPLICATE, 2, Rejection.UNKNOWN_JOB, 1));
        assertThat(told().getFirst().refused())
                .as("what came while it travelled")
                .isEqualTo(Map.of(Rejection.UNKNOWN_JOB, 1));
    }

    @Test
    void aWorkerOfTwoConnectionsIsOneRow() {
        Rig.Talk first = rig.connect();
        first.starts(Rig.ALICE + ".rig");
        Rig.Talk second = rig.connect();
        second.starts(Rig.ALICE + ".rig");
        second.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + ".rig\",\"x\"]}");
        assertThat(told()).singleElement().extracting(Row::connections).isEqualTo(2);
        first.session.closed(rig.nowMs);
        assertThat(told()).singleElement().extracting(Row::connections).isEqualTo(1);
    }

    @Test
    void manyWorkersTravelAThousandAtATime() {
        for (int i = 0; i < 2_500; i++) {
            rig.connect().starts(Rig.ALICE + "." + i);
        }
        assertThat(rig.workers.news()).extracting(news -> news.rows().size()).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void aBannedAccountGoesAndMayNotComeFromAnywhere() {
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        Rig.Talk bob = rig.connect();
        bob.starts(Rig.BOB);
        rig.bans.ban(new Change(new BanSubject.Account(ALICE), "theft", "olga"), rig.nowMs, rig.nowMs + 60_000);
        talk.session.enforceBans(rig.nowMs);
        bob.session.enforceBans(rig.nowMs);
        assertThat(talk.connection.parting()).isEqualTo(Parting.BANNED);
        assertThat(bob.connection.parting()).isNull();
        Rig.Talk again = rig.connect();
        again.subscribes("");
        assertThat(again.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}"))
                .containsExactly("{\"id\":2,\"result\":null,\"error\":[24,\"Banned by the pool's operator\",null]}");
        assertThat(again.connection.parting()).isEqualTo(Parting.BANNED);
        rig.nowMs += 60_000;
        Rig.Talk later = rig.connect();
        later.starts(Rig.ALICE);
        assertThat(later.connection.parting()).isNull();
    }

    @Test
    void theOperatorsWordsReachTheAccountTheyAreFor() {
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        Rig.Talk bob = rig.connect();
        bob.starts(Rig.BOB);
        Rig.Talk stranger = rig.connect();
        for (Rig.Talk each : List.of(talk, bob, stranger)) {
            each.session.message("Maintenance at noon", ALICE);
        }
        assertThat(talk.connection.said())
                .containsExactly(
                        "{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"Maintenance at noon\"]}");
        assertThat(bob.connection.said()).isEmpty();
        for (Rig.Talk each : List.of(talk, bob, stranger)) {
            each.session.message("Hello", null);
        }
        assertThat(bob.connection.said()).hasSize(1);
        assertThat(stranger.connection.said()).isEmpty();
    }

    @Test
    void otherRulesOfAPortComeToLiveSessionsWithAJobOfTheirOwn() {
        rig.rules(Rig.rules(-32, -32, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.starts(Rig.ALICE);
        Rig.Talk silent = rig.connect();
        talk.session.rules(Rig.rules(-28, -27, true), rig.nowMs);
        List<String> said = talk.connection.said();
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("mining.set_difficulty");
        assertThat(said.get(1))
                .contains("mining.notify")
                .contains(Work.job(7, -28).text());
        int nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), JOB, extranonce1, 0, false);
        assertThat(talk.submits(Rig.ALICE, JOB, nonce))
                .as("what it was told before still counts, as hard as it was told")
                .containsExactly("{\"id\":4,\"result\":true,\"error\":null}");
        talk.session.rules(Rig.rules(-28, -27, true), rig.nowMs);
        assertThat(talk.connection.said()).as("nothing new").isEmpty();
        silent.session.rules(Rig.rules(-28, -27, true), rig.nowMs);
        silent.subscribes("");
        assertThat(silent.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.BOB + "\"]}")
                        .getLast())
                .contains(Work.job(7, -27).text());
    }

    @Test
    void vardiffSwitchedOffGivesEveryoneTheStart() {
        rig.rules(Rig.rules(-32, -32, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        talk.session.rules(Rig.rules(-32, -25, false), rig.nowMs);
        assertThat(talk.connection.said().getLast()).contains(Work.job(7, -25).text());
    }
}
