package thunderpool.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import thunderpool.topics.SessionMoved;
import thunderpool.work.Extranonce;
import thunderpool.work.JobId;
import thunderpool.work.Template;

/** Sessions that go on at another gateway, and those that must not. */
class TwoGatewaysTest {
    private static final String TRUE = "{\"id\":4,\"result\":true,\"error\":null}";
    private static final String RECONNECT = "{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}";
    private static final JobId JOB = Work.job(7, Rig.EASIEST);

    private final Town town = new Town();
    private final Town.Gateway first = town.new Gateway("gateway-1");
    private final Town.Gateway second = town.new Gateway("gateway-2");

    private static String authorize() {
        return "{\"id\":2,\"method\":\"mining.authorize\",\"params\":[\"" + Rig.ALICE + "\"]}";
    }

    private static int nonce(int extranonce1, JobId job) {
        return Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), job, extranonce1, 0, false);
    }

    private static void work(Town.Gateway... gateways) {
        for (Town.Gateway gateway : gateways) {
            gateway.rig.install(7, Work.TIP_A, Work.HARD);
        }
    }

    private void readAll() {
        first.read();
        second.read();
    }

    @Test
    void aDrainedSessionGoesOnAtAnotherGatewayWithWhatItHadUnderWay() {
        work(first, second);
        Rig.Talk before = first.rig.connect();
        Rig.Subscription subscription = before.subscribes("");
        before.says(authorize());
        first.rig.log.mood(FakeLog.Mood.SILENT);
        int nonce = nonce(subscription.extranonce1(), JOB);
        assertThat(before.submits(Rig.ALICE, JOB, nonce)).isEmpty();
        before.session.departure().begin();
        first.cutOff = true;
        assertThat(before.departs()).isFalse();
        assertThat(before.connection.said()).as("a share is in flight").isEmpty();
        first.rig.log.acknowledge();
        assertThat(before.connection.said()).containsExactly(TRUE);
        before.departs();
        pause(before, 10_000);
        assertThat(before.connection.said()).as("the release is not on the log").isEmpty();
        first.cutOff = false;
        first.flush();
        before.connection.settle();
        before.departs();
        pause(before, 300);
        assertThat(before.connection.said()).as("it is not known to be read").isEmpty();
        readAll();
        before.departs();
        pause(before, 300);
        assertThat(before.connection.said()).containsExactly(RECONNECT);
        assertThat(before.departs()).isFalse();

        Rig.Talk after = second.rig.connect();
        assertThat(after.subscribes(subscription.sessionId()).extranonce1()).isEqualTo(subscription.extranonce1());
        after.says(authorize());
        int found =
                Work.nonce(Work.template(7, Work.TIP_A, Work.HARD), JOB, subscription.extranonce1(), nonce + 1, false);
        assertThat(after.submits(Rig.ALICE, JOB, found)).containsExactly(TRUE);
        readAll();
        before.connection.settle();
        assertThat(before.connection.parting()).isEqualTo(Parting.RESUMED);
    }

    @Test
    void whoseReleaseIsNeverReadBackIsAskedToGoAllTheSame() {
        work(first, second);
        Rig.Talk leaving = first.rig.connect();
        leaving.subscribes("");
        leaving.says(authorize());
        leaving.session.departure().begin();
        leaving.departs();
        leaving.connection.settle();
        leaving.departs();
        pause(leaving, 2_000);
        assertThat(leaving.connection.said()).isEmpty();
        pause(leaving, 2_000);
        pause(leaving, 300);
        assertThat(leaving.connection.said()).containsExactly(RECONNECT);
    }

    /** Time passes for one that leaves. */
    private void pause(Rig.Talk leaving, long millis) {
        town.nowMs += millis;
        first.rig.nowMs = town.nowMs;
        leaving.departs();
    }

    @Test
    void whoseGatewayLivesBeginsAfreshElsewhere() {
        Rig.Subscription subscription = first.rig.connect().subscribes("");
        town.pass(300_000, first, second);
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isNotEqualTo(subscription.extranonce1());
        assertThat(town.topics.end(SessionMoved.TOPIC, 0)).isZero();
    }

    @Test
    void aCrashedGatewaysSessionsGoOnElsewhereAfterAMinute() {
        town.pass(10_000, first, second);
        Rig.Subscription subscription = first.rig.connect().subscribes("");
        town.pass(59_000, second);
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isNotEqualTo(subscription.extranonce1());
        town.pass(10_000, second);
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isEqualTo(subscription.extranonce1());
    }

    @Test
    void aGatewayThatWasTakenForDeadLetsGoAndHandsNothingOutAgain() {
        work(first, second);
        town.pass(10_000, first, second);
        Rig.Talk live = first.rig.connect();
        Rig.Subscription subscription = live.subscribes("");
        live.says(authorize());
        Rig.Talk left = first.rig.connect();
        Rig.Subscription ofLeft = left.subscribes("");
        left.session.closed(town.nowMs);
        first.cutOff = true;
        town.pass(80_000, first, second);
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isEqualTo(subscription.extranonce1());
        assertThat(second.rig.connect().subscribes(ofLeft.sessionId()).extranonce1())
                .isEqualTo(ofLeft.extranonce1());
        int whileCutOff = first.rig.connect().subscribes("").extranonce1();
        assertThat(Extranonce.counterOf(whileCutOff))
                .as("only values never used, though more would be free by then")
                .isEqualTo(2);

        first.cutOff = false;
        town.pass(5_000, first, second);
        live.connection.settle();
        assertThat(live.connection.parting()).isEqualTo(Parting.RESUMED);
        assertThat(first.lost).containsExactlyInAnyOrder(subscription.extranonce1(), ofLeft.extranonce1());
        int fresh = first.rig.connect().subscribes("").extranonce1();
        assertThat(Extranonce.incarnationOf(fresh))
                .as("under a new incarnation")
                .isNotEqualTo(first.incarnation);
        assertThat(second.lost).isEmpty();
    }

    @Test
    void anOutageOfTheBrokerDeclaresNobodyDead() {
        town.pass(120_000, first, second);
        Rig.Subscription subscription = first.rig.connect().subscribes("");
        town.nowMs += 600_000;
        town.pass(5_000, second);
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .as("the second is the first to be heard again")
                .isNotEqualTo(subscription.extranonce1());
        town.pass(50_000, second);
        assertThat(second.register.isDead(first.incarnation)).isFalse();
        town.pass(20_000, second);
        assertThat(second.register.isDead(first.incarnation))
                .as("it did not come back")
                .isTrue();
    }

    @Test
    void aNewStartOfAnInstanceSaysThatItsEarlierLifeIsOver() {
        Rig.Subscription subscription = first.rig.connect().subscribes("");
        Town.Gateway again = town.new Gateway("gateway-1");
        readAll();
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isEqualTo(subscription.extranonce1());
        again.read();
        assertThat(again.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .as("the second has it now, and lives")
                .isNotEqualTo(subscription.extranonce1());
    }

    @Test
    void ofTwoThatTakeASessionUpTheLaterOnTheLogHasIt() {
        Town.Gateway third = town.new Gateway("gateway-3");
        Rig.Talk talk = first.rig.connect();
        Rig.Subscription subscription = talk.subscribes("");
        talk.session.departure().begin();
        talk.departs();
        readAll();
        third.read();
        Rig.Talk atSecond = second.rig.connect();
        Rig.Talk atThird = third.rig.connect();
        second.cutOff = true;
        third.cutOff = true;
        assertThat(atSecond.subscribes(subscription.sessionId()).extranonce1()).isEqualTo(subscription.extranonce1());
        assertThat(atThird.subscribes(subscription.sessionId()).extranonce1()).isEqualTo(subscription.extranonce1());
        second.cutOff = false;
        third.cutOff = false;
        third.flush();
        second.read();
        second.flush();
        readAll();
        third.read();
        atSecond.connection.settle();
        atThird.connection.settle();
        assertThat(atThird.connection.parting()).isEqualTo(Parting.RESUMED);
        assertThat(atSecond.connection.parting()).isNull();
        assertThat(second.lost).isEmpty();
        assertThat(first.lost).contains(subscription.extranonce1());
    }

    @Test
    void whoStartsLaterReadsFromTheLogWhatWasReleased() {
        Rig.Talk talk = first.rig.connect();
        Rig.Subscription subscription = talk.subscribes("");
        talk.session.departure().begin();
        talk.departs();
        Town.Gateway third = town.new Gateway("gateway-3");
        assertThat(third.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isEqualTo(subscription.extranonce1());
        second.read();
        assertThat(second.rig.connect().subscribes(subscription.sessionId()).extranonce1())
                .isNotEqualTo(subscription.extranonce1());
    }

    @Test
    void jobsOfElsewhereCountOnlyAsHardAsThePortAndOnlyForTemplatesOfThatTime() {
        second.rig.rules(Rig.rules(-20, -18, true));
        work(first, second);
        first.rig.rules(Rig.rules(-20, -18, true));
        Rig.Talk talk = first.rig.connect();
        Rig.Subscription subscription = talk.subscribes("");
        talk.session.departure().begin();
        talk.departs();
        readAll();
        Rig.Talk after = second.rig.connect();
        assertThat(after.subscribes(subscription.sessionId()).extranonce1()).isEqualTo(subscription.extranonce1());
        after.says(authorize());
        Template template = Work.template(7, Work.TIP_A, Work.HARD);
        assertThat(after.submits(Rig.ALICE, Work.job(7, -21), 1))
                .as("easier than the port")
                .singleElement()
                .asString()
                .contains("[21,\"Job not found\"");
        assertThat(after.submits(Rig.ALICE, Work.job(7, -19), share(template, Work.job(7, -19), subscription)))
                .containsExactly(TRUE);
        town.nowMs += 121_000;
        second.rig.nowMs = town.nowMs;
        second.rig.install(8, Work.TIP_A, Work.HARD);
        assertThat(after.submits(Rig.ALICE, Work.job(7, -20), share(template, Work.job(7, -20), subscription)))
                .as("easier than its own is under way no more")
                .singleElement()
                .asString()
                .contains("[21,\"Job not found\"");
        assertThat(after.submits(Rig.ALICE, Work.job(8, -17), 1))
                .as("a template that came later was sent by nobody else")
                .singleElement()
                .asString()
                .contains("[21,\"Job not found\"");
    }

    private static int share(Template template, JobId job, Rig.Subscription of) {
        return Work.nonce(template, job, of.extranonce1(), 0, false);
    }

    /** Whatever happens, once all is read no extranonce1 is spoken under twice, and none is given to a stranger. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void noExtranonceIsServedTwice(long seed) {
        Random dice = new Random(seed);
        List<Town.Gateway> gateways = List.of(first, second, town.new Gateway("gateway-3"));
        Map<Rig.Talk, Rig.Subscription> open = new LinkedHashMap<>();
        Map<Integer, Integer> miners = new LinkedHashMap<>();
        Map<Rig.Talk, Integer> minerOf = new LinkedHashMap<>();
        for (int step = 0; step < 400; step++) {
            Town.Gateway gateway = gateways.get(dice.nextInt(gateways.size()));
            switch (dice.nextInt(10)) {
                case 0, 1, 2 -> {
                    Rig.Talk earlier = any(open, dice);
                    boolean comesBack = earlier != null && dice.nextInt(3) > 0;
                    Rig.Talk talk = gateway.rig.connect();
                    Rig.Subscription subscription = talk.subscribes(
                            comesBack
                                    ? Objects.requireNonNull(open.get(earlier)).sessionId()
                                    : "");
                    int miner = comesBack ? Objects.requireNonNull(minerOf.get(earlier)) : step;
                    open.put(talk, subscription);
                    minerOf.put(talk, miner);
                    miners.putIfAbsent(subscription.extranonce1(), miner);
                    assertThat(miners.get(subscription.extranonce1()))
                            .as("an extranonce1 returns only to its miner, seed %d step %d", seed, step)
                            .isEqualTo(miner);
                }
                case 3 -> {
                    Rig.Talk leaving = any(open, dice);
                    if (leaving != null) {
                        leaving.session.departure().begin();
                        leaving.departs();
                    }
                }
                case 4 -> {
                    Rig.Talk lost = any(open, dice);
                    if (lost != null) {
                        lost.session.closed(town.nowMs);
                    }
                }
                case 5 -> gateway.cutOff = !gateway.cutOff && dice.nextInt(3) == 0;
                case 6 -> town.pass(dice.nextInt(100_000), gateways.toArray(Town.Gateway[]::new));
                default -> gateway.read();
            }
            if (!gateway.cutOff) {
                gateway.flush();
            }
        }
        for (Town.Gateway gateway : gateways) {
            gateway.cutOff = false;
            gateway.flush();
        }
        town.pass(10_000, gateways.toArray(Town.Gateway[]::new));
        Map<Integer, Rig.Talk> speakers = new LinkedHashMap<>();
        open.forEach((talk, subscription) -> {
            talk.connection.settle();
            if (talk.connection.parting() == null && speaks(talk)) {
                assertThat(speakers.put(subscription.extranonce1(), talk))
                        .as("two speak under one extranonce1, seed %d", seed)
                        .isNull();
            }
        });
        assertThat(speakers).isNotEmpty();
    }

    private static boolean speaks(Rig.Talk talk) {
        return !talk.says("{\"id\":5,\"method\":\"mining.ping\"}").isEmpty();
    }

    private static Rig.@Nullable Talk any(Map<Rig.Talk, Rig.Subscription> open, Random dice) {
        OptionalInt index = open.isEmpty() ? OptionalInt.empty() : OptionalInt.of(dice.nextInt(open.size()));
        return index.isEmpty()
                ? null
                : open.keySet().stream().skip(index.getAsInt()).findFirst().orElse(null);
    }
}
