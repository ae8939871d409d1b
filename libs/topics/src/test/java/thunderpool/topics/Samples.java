package thunderpool.topics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;
import thunderpool.work.Achieved;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Submission;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import thunderpool.work.Work;

/** One record of every kind, with values that use the whole width of their fields. */
final class Samples {

    /** A record and the topic it belongs to. */
    record Sample<T>(Topic<T> topic, T value) {}

    static final String CHAIN = "bitcoin-regtest";
    static final Script ACCOUNT = Script.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");
    static final Hash256 HASH =
            Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
    static final JobId JOB = new JobId(0xfffffffe, 2, new Difficulty(-31));
    static final Submission SUBMISSION =
            new Submission(JOB, 0xcafe0001, 0x8070605040302010L, 0x65000000, 0xdeadbeef, 0x20000000);
    static final Miner MINER = new Miner(ACCOUNT, "rig-Ünö", RewardSystem.SOLO, "blocks");

    private Samples() {}

    static Map<String, Sample<?>> all() {
        Map<String, Sample<?>> samples = new LinkedHashMap<>();
        put(samples, GatewayStarted.TOPIC, new GatewayStarted("gateway-a", 1_700_000_000_123L), "");
        put(samples, TemplatePublished.TOPIC, new TemplatePublished(template(), true), "");
        put(samples, ChainStatus.TOPIC, status(), "");
        put(
                samples,
                ShareSubmitted.TOPIC,
                new ShareSubmitted(CHAIN, List.of(new ShareSubmitted.Share(SUBMISSION, MINER))),
                "");
        put(samples, Judgement.TOPIC, new Judgement.ShareJudged(CHAIN, 3, List.of(share(null), bad(), unhashed())), "");
        put(samples, Judgement.TOPIC, new Judgement.SliceSealed(CHAIN, 3, 170_000_000L), "-sealed");
        put(
                samples,
                BlockSolved.TOPIC,
                new BlockSolved(CHAIN, HASH, SUBMISSION, Bytes.of(new byte[80]), Bytes.of(new byte[] {1, 2}), MINER, 5),
                "");
        put(
                samples,
                BlockChanged.TOPIC,
                new BlockChanged(
                        CHAIN,
                        HASH,
                        2,
                        BlockChanged.State.MATURED,
                        840_000,
                        Sats.of(312_500_000),
                        0x17034219,
                        MINER,
                        100,
                        6),
                "");
        money(samples);
        commands(samples);
        gateways(samples);
        for (Principal service : Principal.values()) {
            put(samples, ServiceStatus.topicOf(service), serviceStatus(service), "");
        }
        return samples;
    }

    private static void money(Map<String, Sample<?>> samples) {
        Sats sats = Sats.of(2_099_999_997_690_000L);
        put(
                samples,
                BalanceChanged.TOPIC,
                new BalanceChanged(CHAIN, ACCOUNT, 9, sats, Sats.of(1), Sats.ZERO, Sats.of(2), "time", true),
                "");
        put(
                samples,
                EpochClosed.TOPIC,
                new EpochClosed(CHAIN, 4, 240, 299, 1000, new Work(1, -1), 17, Sats.of(312_500_000)),
                "");
        put(
                samples,
                StatementIssued.TOPIC,
                new StatementIssued(CHAIN, 4, ACCOUNT, RewardSystem.PPLNS, 1000, new Work(0, 7), sats),
                "");
        put(samples, PayoutRequested.TOPIC, new PayoutRequested(HASH, CHAIN, ACCOUNT, 12, Sats.of(10_000)), "");
        put(
                samples,
                PayoutRequested.TOPIC,
                new PayoutRequested(HASH, CHAIN, ACCOUNT, 12, Sats.of(10_000), Optional.of(sats)),
                "-exactly");
        put(samples, PayoutAnswered.TOPIC, new PayoutAnswered.PayoutReserved(HASH, CHAIN, sats, ACCOUNT), "");
        put(samples, PayoutAnswered.TOPIC, new PayoutAnswered.PayoutRefused(HASH, CHAIN, "held"), "-refused");
        put(samples, PayoutSettled.TOPIC, new PayoutSettled(HASH, CHAIN, ACCOUNT, true, sats, HASH, 8), "");
        put(
                samples,
                PayoutChanged.TOPIC,
                new PayoutChanged(HASH, CHAIN, ACCOUNT, 3, PayoutChanged.State.BROADCAST, sats, HASH, 0, 9),
                "");
        SchemeChanged.Plan plan = new SchemeChanged.Plan(1_795_262_400_000L, 72, 0, "every 72 blocks");
        put(samples, SchemeChanged.TOPIC, new SchemeChanged("blocks", 1, 144, 0, "every 144 blocks", plan), "");
        put(
                samples,
                ScheduleChanged.TOPIC,
                new ScheduleChanged(CHAIN, ACCOUNT, 2, "time", 0, 60, Sats.of(10_000), true),
                "");
    }

    private static void commands(Map<String, Sample<?>> samples) {
        put(
                samples,
                AdminCommand.TOPIC,
                new AdminCommand(
                        HASH, Principal.PAYOUT, "hold-payouts", "eve", "drill", -1, Map.of("b", "2", "a", "1"), 7),
                "");
        put(samples, CommandAnswered.OF_PAYOUT, new CommandAnswered.CommandApplied(HASH, 3), "");
        put(samples, CommandAnswered.OF_GATEWAY, new CommandAnswered.CommandApplied(HASH, 1L << 40), "");
        put(samples, CommandAnswered.OF_ACCOUNTING, new CommandAnswered.CommandRefused(HASH, "changed meanwhile"), "");
    }

    private static void gateways(Map<String, Sample<?>> samples) {
        put(samples, SessionMoved.TOPIC, new SessionMoved(0xfffe0001, SessionMoved.Kind.RELEASED, 0xfffe), "");
        put(samples, SessionMoved.TOPIC, new SessionMoved(0xfffe0001, SessionMoved.Kind.ADOPTED, 7), "-adopted");
        Difficulty hardest = Difficulty.HARDEST;
        WorkersSeen.Row row = new WorkersSeen.Row(
                MINER, 2, hardest, "cgminer/4.12", 9, Map.of(Rejection.STALE, 3, Rejection.DUPLICATE, 1));
        put(samples, WorkersSeen.TOPIC, new WorkersSeen("gateway-a", CHAIN, List.of(row)), "");
        put(
                samples,
                PortChanged.TOPIC,
                new PortChanged(
                        "gateway-a",
                        "solo",
                        4,
                        65_535,
                        true,
                        RewardSystem.SOLO,
                        "blocks",
                        Difficulty.EASIEST,
                        Difficulty.ONE,
                        hardest,
                        true,
                        15_000,
                        new PortChanged.Plan(
                                5,
                                1_795_262_400_000L,
                                Difficulty.ONE,
                                new Difficulty(1),
                                new Difficulty(2),
                                false,
                                10_000)),
                "");
        put(
                samples,
                BanChanged.TOPIC,
                new BanChanged("gateway-a", "remote:192.0.2.7", true, "flood", "olga", 5, 1L << 41),
                "");
        put(samples, FeeChanged.TOPIC, new FeeChanged(CHAIN, RewardSystem.SOLO, 2, 150, 170_000_000L), "");
    }

    private static ServiceStatus serviceStatus(Principal service) {
        return new ServiceStatus(
                service,
                "one",
                "0.1.0",
                3,
                1L << 41,
                false,
                "no template",
                List.of(new ServiceStatus.Lag("share-judged", 1L << 33)),
                List.of(new ServiceStatus.Trouble(4, "ERROR", "BlockRoads", "a block is not home: Ünö")),
                Map.of("sessions", 5L, "ledger_imbalance_sat", -1L));
    }

    /** What records of earlier versions are today, by the name of their golden file. */
    static Map<String, Sample<?>> earlier() {
        return Map.of(
                "share-judged.v1",
                new Sample<>(
                        Judgement.TOPIC,
                        new Judgement.ShareJudged(
                                CHAIN,
                                3,
                                List.of(
                                        new Judgement.Share(HASH, JOB, MINER, 170_000_000L, null, null),
                                        new Judgement.Share(
                                                HASH, JOB, MINER, 170_000_000L, Rejection.DUPLICATE, HASH)))),
                "share-judged-sealed.v1",
                new Sample<>(Judgement.TOPIC, new Judgement.SliceSealed(CHAIN, 3, 170_000_000L)),
                "payout-requested.v1",
                new Sample<>(PayoutRequested.TOPIC, new PayoutRequested(HASH, CHAIN, ACCOUNT, 12, Sats.of(10_000))),
                "payout-requested-exactly.v1",
                new Sample<>(PayoutRequested.TOPIC, new PayoutRequested(HASH, CHAIN, ACCOUNT, 12, Sats.of(10_000))),
                "balance-changed.v1",
                new Sample<>(
                        BalanceChanged.TOPIC,
                        new BalanceChanged(
                                CHAIN,
                                ACCOUNT,
                                9,
                                Sats.of(2_099_999_997_690_000L),
                                Sats.of(1),
                                Sats.ZERO,
                                Sats.of(2),
                                "time",
                                false)),
                "scheme-changed.v1",
                new Sample<>(SchemeChanged.TOPIC, new SchemeChanged("blocks", 1, 144, 0, "every 144 blocks", null)),
                "port-changed.v1",
                new Sample<>(
                        PortChanged.TOPIC,
                        new PortChanged(
                                "gateway-a",
                                "solo",
                                4,
                                65_535,
                                true,
                                RewardSystem.SOLO,
                                "blocks",
                                Difficulty.EASIEST,
                                Difficulty.ONE,
                                Difficulty.HARDEST,
                                true,
                                15_000,
                                null)));
    }

    private static Judgement.Share share(@Nullable Hash256 block) {
        return new Judgement.Share(HASH, JOB, MINER, 170_000_000L, null, Achieved.of(HASH), block);
    }

    private static Judgement.Share bad() {
        return new Judgement.Share(
                HASH, JOB, MINER, 170_000_000L, Rejection.DUPLICATE, new Achieved(255, Integer.MIN_VALUE), HASH);
    }

    private static Judgement.Share unhashed() {
        return new Judgement.Share(Hash256.ZERO, JOB, MINER, 170_000_000L, Rejection.UNKNOWN_JOB, null, null);
    }

    private static Template template() {
        return new Template(
                CHAIN,
                0xfffffffe,
                840_000,
                HASH,
                0x20000000,
                0x17034219,
                0x65000000,
                0x66000000,
                Sats.of(312_500_000),
                List.of(new TxOutput(Sats.ZERO, Script.ofHex("6a24aa21a9ed"))),
                0,
                Tag.ofText("/Thunder Pool/"),
                List.of(HASH, Hash256.ZERO),
                List.of(
                        CoinbasePlan.custodial(ACCOUNT),
                        new CoinbasePlan(1, List.of(new TxOutput(Sats.of(5), ACCOUNT)), ACCOUNT)));
    }

    private static ChainStatus status() {
        ChainStatus.NodeStatus node = new ChainStatus.NodeStatus("node-1", true, true, "", HASH, 840_000, 12, 8);
        return new ChainStatus(CHAIN, false, "no node", HASH, 840_000, 0x17034219, 1, 0xfffffffe, 2, List.of(node));
    }

    private static <T> void put(Map<String, Sample<?>> samples, Topic<T> topic, T value, String suffix) {
        samples.put(topic.name() + suffix, new Sample<>(topic, value));
    }
}
