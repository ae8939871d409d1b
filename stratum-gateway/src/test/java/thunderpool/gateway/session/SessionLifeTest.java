package thunderpool.gateway.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.work.Extranonce;
import thunderpool.work.JobId;
import thunderpool.work.RewardSystem;

/** Beginnings, silences, resumptions and ends. */
class SessionLifeTest {
    private final Rig rig = new Rig();

    @Test
    void resumeGivesTheSameExtranonceAfterALoss() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk first = rig.connect();
        Rig.Subscription subscription = first.subscribes("");
        first.session.closed(rig.nowMs);
        rig.nowMs += 60_000;
        Rig.Talk second = rig.connect();
        assertThat(second.subscribes(subscription.sessionId()).extranonce1()).isEqualTo(subscription.extranonce1());
    }

    @Test
    void resumeClosesTheOldSessionFirst() {
        Rig.Talk first = rig.connect();
        Rig.Subscription subscription = first.subscribes("");
        Rig.Talk second = rig.connect();
        assertThat(second.subscribes(subscription.sessionId()).extranonce1()).isEqualTo(subscription.extranonce1());
        assertThat(first.says("{\"id\":5,\"method\":\"mining.ping\"}")).isEmpty();
        assertThat(first.connection.parting()).isEqualTo(Parting.RESUMED);
        first.session.closed(rig.nowMs);
        Rig.Talk third = rig.connect();
        assertThat(third.subscribes(subscription.sessionId()).extranonce1())
                .as("the second still holds it when the first's socket goes")
                .isEqualTo(subscription.extranonce1());
    }

    @Test
    void sharesOfBeforeTheLossCountAfterTheResume() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk first = rig.connect();
        Rig.Subscription subscription = first.subscribes("");
        first.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}");
        first.session.closed(rig.nowMs);
        Rig.Talk second = rig.connect();
        second.subscribes(subscription.sessionId());
        second.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}");
        JobId job = Work.job(7, Rig.EASIEST);
        int nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), job, subscription.extranonce1(), 0, false);
        assertThat(second.submits(Rig.ALICE, job, nonce)).containsExactly("{\"id\":4,\"result\":true,\"error\":null}");
    }

    @Test
    void jobsOfBeforeTheLossAreRememberedForTheOneWhoComesBack() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk first = rig.connect();
        Rig.Subscription subscription = first.subscribes("");
        first.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}");
        first.session.closed(rig.nowMs);
        rig.install(8, Work.TIP_A, Work.HARD);
        Rig.Talk stranger = rig.connect();
        stranger.starts(Rig.ALICE);
        JobId job = Work.job(7, Rig.EASIEST);
        assertThat(stranger.submits(Rig.ALICE, job, 1))
                .singleElement()
                .asString()
                .contains("[21,");
        Rig.Talk second = rig.connect();
        second.subscribes(subscription.sessionId());
        second.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}");
        assertThat(second.submits(Rig.ALICE, job, 1)).containsExactly("{\"id\":4,\"result\":true,\"error\":null}");
    }

    @Test
    void whoComesBackIsGivenTheJobOfNowThoughItHadItBefore() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk first = rig.connect();
        Rig.Subscription subscription = first.subscribes("");
        first.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}");
        first.session.closed(rig.nowMs);
        Rig.Talk second = rig.connect();
        second.subscribes(subscription.sessionId());
        assertThat(second.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}"))
                .as("a difficulty and a job right behind the answer: no template may come for long")
                .hasSize(3)
                .anyMatch(line -> line.contains("mining.set_difficulty"))
                .anyMatch(line -> line.contains("mining.notify")
                        && line.contains(Work.job(7, Rig.EASIEST).text()));
        assertThat(second.ticks()).as("once is enough").isEmpty();
    }

    @Test
    void anAccountWithAnotherScheduleIsToldWhichOneHolds() {
        rig.schedules.put(Address.parse(Rig.ALICE, Chain.BITCOIN_REGTEST).script(), "time");
        Rig.Talk talk = rig.connect();
        talk.subscribes("");
        assertThat(talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}"))
                .containsExactly(
                        "{\"id\":2,\"result\":true,\"error\":null}",
                        "{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"Your payout schedule is 'time'; "
                                + "this port proposes 'blocks' to new accounts only\"]}");
    }

    @Test
    void anotherGatewaysSessionIsResumedOnlyWhenItIsKnownToBeDead() {
        SessionToken.Seal seal = new SessionToken.Seal(new byte[32]);
        int ofDead = Extranonce.extranonce1(4, 9);
        int ofLiving = Extranonce.extranonce1(3, 9);
        long expiry = rig.nowMs / 1000 + 100;
        String dead = seal.write(new SessionToken(ofDead, 0, Difficulty.ONE, RewardSystem.PPLNS, expiry));
        String living = seal.write(new SessionToken(ofLiving, 0, Difficulty.ONE, RewardSystem.PPLNS, expiry));
        assertThat(rig.connect().subscribes(dead).extranonce1()).isEqualTo(ofDead);
        assertThat(rig.connect().subscribes(living).extranonce1()).isNotEqualTo(ofLiving);
    }

    /** Else a miner could take the pool's credit for its shares and keep to itself the block that is among them. */
    @Test
    void aSessionIsNotResumedOnAPortThatPaysByAnotherSystem() {
        SessionToken.Seal seal = new SessionToken.Seal(new byte[32]);
        int ofDead = Extranonce.extranonce1(4, 9);
        long expiry = rig.nowMs / 1000 + 100;
        String solo = seal.write(new SessionToken(ofDead, 0, Difficulty.ONE, RewardSystem.SOLO, expiry));
        assertThat(rig.connect().subscribes(solo).extranonce1()).isNotEqualTo(ofDead);
        String same = seal.write(new SessionToken(ofDead, 0, Difficulty.ONE, RewardSystem.PPLNS, expiry));
        assertThat(rig.connect().subscribes(same).extranonce1()).isEqualTo(ofDead);
    }

    /** Session ids outlive the rest of a counter: a value used twice would let two miners claim one session. */
    @Test
    void beforeCountersRunOutANewIncarnationIsAskedForOnce() {
        ExtranonceBook book = new ExtranonceBook(1, Set.of());
        AtomicInteger asked = new AtomicInteger();
        book.whenSpent(asked::incrementAndGet);
        for (int i = 0; i < 61_440; i++) {
            assertThat(asked).hasValue(0);
            ExtranonceBook.Holder holder = new NobodyElse();
            int extranonce1 = book.acquire(holder, i).orElseThrow();
            book.release(extranonce1, holder, i);
        }
        assertThat(asked).hasValue(1);
        book.renew(2);
        assertThat(book.acquire(new NobodyElse(), 70_000_000)).hasValue(0x20000);
        assertThat(asked).hasValue(1);
    }

    private static final class NobodyElse implements ExtranonceBook.Holder {
        @Override
        public IssuedJobs issued() {
            return new IssuedJobs();
        }

        @Override
        public void retire() {
            throw new AssertionError("nobody takes it over");
        }
    }

    @Test
    void tokensThatAreForgedOrOldAreWorthNothing() {
        SessionToken token = new SessionToken(0x50001, 0, Difficulty.ONE, RewardSystem.PPLNS, 2_000);
        SessionToken.Seal seal = new SessionToken.Seal(new byte[16]);
        String text = seal.write(token);
        assertThat(seal.read(text, 1_999)).contains(token);
        assertThat(seal.read(text, 2_000)).isEmpty();
        assertThat(seal.read(text.replaceFirst("^0005", "0006"), 1_999)).isEmpty();
        assertThat(new SessionToken.Seal("another key of 16".getBytes(US_ASCII)).read(text, 1_999))
                .isEmpty();
        assertThat(seal.read("00050001", 0)).isEmpty();
        assertThat(seal.read("", 0)).isEmpty();
    }

    @Test
    void tokensOfTheKeyBeforeStillCountWhileItIsChanged() {
        SessionToken token = new SessionToken(0x50001, 0, Difficulty.ONE, RewardSystem.PPLNS, 2_000);
        byte[] old = "the old key of 16".getBytes(US_ASCII);
        byte[] fresh = "the new key of 16".getBytes(US_ASCII);
        SessionToken.Seal before = new SessionToken.Seal(old);
        SessionToken.Seal changing = new SessionToken.Seal(() -> List.of(fresh, old));
        SessionToken.Seal after = new SessionToken.Seal(fresh);
        assertThat(changing.read(before.write(token), 1_999)).contains(token);
        assertThat(after.read(changing.write(token), 1_999)).contains(token);
        assertThat(after.read(before.write(token), 1_999)).isEmpty();
    }

    @Test
    void aCounterReturnsOnlyAfterEveryJobUnderItExpired() {
        ExtranonceBook book = new ExtranonceBook(1, Set.of());
        ExtranonceBook.Holder holder = new NobodyElse();
        for (int i = 0; i < 65_536; i++) {
            assertThat(book.acquire(holder, 0)).hasValue(0x10000 + i);
        }
        assertThat(book.acquire(holder, 0)).isEmpty();
        book.release(0x10007, holder, 1_000);
        assertThat(book.acquire(holder, 600_000)).isEmpty();
        assertThat(book.acquire(holder, 661_001)).hasValue(0x10007);
    }

    @Test
    void strangersThatDoNotIntroduceThemselvesAreLetGo() {
        Rig.Talk silent = rig.connect();
        rig.nowMs += 30_001;
        silent.ticks();
        assertThat(silent.connection.parting()).isEqualTo(Parting.HANDSHAKE);
        Rig.Talk chatty = rig.connect();
        for (int i = 0; i < 40; i++) {
            chatty.says("{\"id\":5,\"method\":\"mining.ping\"}");
        }
        assertThat(chatty.connection.parting()).isEqualTo(Parting.HANDSHAKE);
        Rig.Talk browser = rig.connect();
        browser.says("GET / HTTP/1.1");
        assertThat(browser.connection.parting()).isEqualTo(Parting.NOT_STRATUM);
    }

    @Test
    void idleMinersStayTenMinutesAndMore() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        for (int minute = 0; minute < 29; minute++) {
            rig.nowMs += 60_000;
            rig.install(100 + minute, Work.TIP_A, Work.HARD);
            talk.ticks();
        }
        assertThat(talk.connection.parting()).isNull();
        rig.nowMs += 120_000;
        talk.ticks();
        assertThat(talk.connection.parting()).isEqualTo(Parting.IDLE);
    }

    @Test
    void withoutFreshTemplatesMinersAreToldAndThenLetGo() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        rig.gate.serving(false, "node is 3 blocks behind", rig.nowMs);
        rig.nowMs += 61_000;
        assertThat(talk.ticks())
                .containsExactly("{\"id\":null,\"method\":\"client.show_message\","
                        + "\"params\":[\"Waiting for new work: node is 3 blocks behind\"]}");
        Rig.Talk newcomer = rig.connect();
        newcomer.starts(Rig.BOB);
        assertThat(newcomer.offered(rig.install(8, Work.TIP_A, Work.HARD))).isEmpty();
        rig.nowMs += 60_000;
        talk.ticks();
        assertThat(talk.connection.parting()).isEqualTo(Parting.NO_WORK);
    }

    @Test
    void workGoesOnWhenTemplatesAreServedAgain() {
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        rig.gate.serving(false, "", rig.nowMs);
        talk.ticks();
        talk.offered(rig.install(8, Work.TIP_A, Work.HARD));
        rig.gate.serving(true, "", rig.nowMs);
        assertThat(talk.ticks()).singleElement().asString().contains("\"0000000800e0\"");
    }

    @Test
    void difficultyFollowsTheMinerWithANewJobEachTimeAndOldSharesCount() {
        rig.rules(Rig.rules(Rig.EASIEST, Rig.EASIEST, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.starts(Rig.ALICE);
        rig.nowMs += 5_000;
        JobId first = Work.job(7, Rig.EASIEST);
        int nonce = 0;
        List<String> said = List.of();
        for (int i = 0; i < 60 && said.size() < 3; i++) {
            nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), first, extranonce1, nonce + 1, false);
            rig.nowMs += 20;
            said = talk.submits(Rig.ALICE, first, nonce);
        }
        assertThat(said).hasSize(3);
        assertThat(said.get(0)).contains("mining.set_difficulty");
        assertThat(said.get(1))
                .contains("mining.notify")
                .contains("\"0000000700")
                .endsWith(",false]}");
        assertThat(said.get(1)).doesNotContain(first.text());
        assertThat(said.get(2)).isEqualTo("{\"id\":4,\"result\":true,\"error\":null}");
        nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), first, extranonce1, nonce + 1, false);
        assertThat(talk.submits(Rig.ALICE, first, nonce)).containsExactly("{\"id\":4,\"result\":true,\"error\":null}");
    }

    @Test
    void aFixedDifficultyIsRaisedWhenItsSharesBecomeAFlood() {
        rig.rules(Rig.rules(Rig.EASIEST, 0, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        int extranonce1 = talk.subscribes("").extranonce1();
        talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\",\"d=0.0000000003\"]}");
        JobId job = Work.job(7, Rig.EASIEST);
        int nonce = 0;
        List<String> said = List.of();
        rig.nowMs += 1_000;
        for (int i = 0; i < 60 && said.size() < 3; i++) {
            nonce = Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), job, extranonce1, nonce + 1, false);
            rig.nowMs += 20;
            said = talk.submits(Rig.ALICE, job, nonce);
        }
        assertThat(said).hasSize(3);
        assertThat(said.getFirst()).contains("mining.set_difficulty");
    }

    @Test
    void aSilentMinerGetsEasierWorkAndDropsTheOlder() {
        rig.rules(Rig.rules(Rig.EASIEST, 0, true));
        rig.install(7, Work.TIP_A, Work.HARD);
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        List<String> said = List.of();
        for (int second = 0; second < 110 && said.isEmpty(); second++) {
            rig.nowMs += 1_000;
            said = talk.ticks();
        }
        assertThat(said).hasSize(2);
        assertThat(said.get(0)).contains("mining.set_difficulty").contains("[0.");
        assertThat(said.get(1)).contains("mining.notify").endsWith(",true]}");
    }

    @Test
    void difficultyIsNeverAboveTheNetworks() {
        rig.rules(Rig.rules(0, 10, false));
        rig.install(7, Work.TIP_A, Work.EASY);
        Rig.Talk talk = rig.connect();
        talk.subscribes("");
        assertThat(talk.says("{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}")
                        .get(1))
                .contains("[0.00000000023283064365386962890625]");
    }

    @Test
    void metersFollowConnections() {
        Rig.Talk talk = rig.connect();
        talk.starts(Rig.ALICE);
        assertThat(gauge("authorized")).isEqualTo(1);
        talk.session.closed(rig.nowMs);
        assertThat(gauge("authorized")).isZero();
        assertThat(gauge("connected")).isZero();
    }

    private double gauge(String state) {
        return rig.registry
                .get("thunderpool_gateway_sessions")
                .tag("state", state)
                .gauge()
                .value();
    }
}
