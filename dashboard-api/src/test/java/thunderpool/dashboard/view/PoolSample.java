package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.BanChanged;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.ChainStatus;
import thunderpool.topics.EpochClosed;
import thunderpool.topics.FeeChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PortChanged;
import thunderpool.topics.Principal;
import thunderpool.topics.ScheduleChanged;
import thunderpool.topics.SchemeChanged;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.StatementIssued;
import thunderpool.topics.TemplatePublished;
import thunderpool.topics.WorkersSeen;
import thunderpool.work.Achieved;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;
import thunderpool.work.Tag;
import thunderpool.work.Template;
import thunderpool.work.Work;

/** Records of a small pool on bitcoin-main. */
public final class PoolSample {

    public static final String CHAIN = "bitcoin-main";

    /** Its signature over "hello" is published (bitcoinj ECKeyTest). */
    public static final String ALICE = "14YPSNPi6NSXnUxtPAsyJSuw3pv7AU3Cag";

    public static final String HELLO =
            "HxNZdo6ggZ41hd3mM3gfJRqOQPZYcO8z8qdX2BwmpbF11CaOQV+QiZGGQxaYOncKoNW61oRuSMMF8udfK54XqI8=";

    /** BIP173's example. */
    public static final String BOB = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";

    /** BIP173's example of another network. */
    public static final String ON_TESTNET = "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx";

    /** The first block's id. */
    public static final Hash256 GENESIS =
            Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");

    /** floor(2^256 / (target + 1)) of difficulties 1, 8 and 1024, computed by Python's integers. */
    public static final long WORK_1 = 4_295_032_833L;

    public static final long WORK_8 = 34_360_262_664L;
    public static final long WORK_1024 = 4_398_113_620_992L;

    private PoolSample() {}

    public static Script script(String address) {
        return Address.parse(address, Chain.BITCOIN_MAIN).script();
    }

    public static Miner miner(String address, String worker) {
        return new Miner(script(address), worker, RewardSystem.PPLNS, "blocks");
    }

    /** A credited share, or a refused one. */
    public static Judgement.Share share(Miner miner, int exponent, Instant at, @Nullable Rejection rejection) {
        JobId job = new JobId(7, 0, new Difficulty(exponent));
        return new Judgement.Share(GENESIS, job, miner, Slice.at(at.toEpochMilli()), rejection, null);
    }

    /** A credited share whose hash had this many zero bits and 32 one bits behind them. */
    public static Judgement.Share lucky(Miner miner, int exponent, Instant at, int zeroBits) {
        JobId job = new JobId(7, 0, new Difficulty(exponent));
        return new Judgement.Share(
                GENESIS, job, miner, Slice.at(at.toEpochMilli()), null, new Achieved(zeroBits, -1), null);
    }

    /** A credited share that solves a block. */
    public static Judgement.Share solving(Miner miner, int exponent, Instant at, Hash256 block) {
        JobId job = new JobId(7, 0, new Difficulty(exponent));
        return new Judgement.Share(GENESIS, job, miner, Slice.at(at.toEpochMilli()), null, block);
    }

    public static WorkersSeen seen(Miner miner, int connections, Map<Rejection, Integer> refused) {
        var row = new WorkersSeen.Row(
                miner, connections, new Difficulty(10), "cgminer/4.12.1", 1_795_262_425_000L, refused);
        return new WorkersSeen("gateway-1", CHAIN, List.of(row));
    }

    public static FeeChanged fee(long version, int basisPoints, long fromSlice) {
        return new FeeChanged(CHAIN, RewardSystem.PPLNS, version, basisPoints, fromSlice);
    }

    public static BanChanged ban(Instant at) {
        return new BanChanged(
                "gateway-1",
                "remote:198.51.100.7",
                true,
                "only bad shares",
                "pool",
                at.toEpochMilli(),
                at.toEpochMilli() + 600_000);
    }

    public static PortChanged port(int number, String name) {
        return new PortChanged(
                "gateway-1",
                name,
                3,
                number,
                false,
                RewardSystem.PPLNS,
                "blocks",
                new Difficulty(-6),
                new Difficulty(10),
                new Difficulty(60),
                true,
                5_000);
    }

    public static ServiceStatus gateway(Instant at) {
        return new ServiceStatus(
                Principal.GATEWAY,
                "gateway-1",
                "0.1.0",
                at.toEpochMilli() - 3_600_000,
                at.toEpochMilli(),
                true,
                "",
                List.of(),
                List.of(),
                Map.of());
    }

    public static Judgement judged(int partition, Judgement.Share... shares) {
        return new Judgement.ShareJudged(CHAIN, partition, List.of(shares));
    }

    public static BlockChanged block(long version, BlockChanged.State state, int confirmations, Instant at) {
        return new BlockChanged(
                CHAIN,
                GENESIS,
                version,
                state,
                840_000,
                Sats.of(312_500_000),
                0x17034219,
                miner(ALICE, "rig"),
                confirmations,
                at.toEpochMilli());
    }

    public static BalanceChanged balance(String address, long version, long payable) {
        return new BalanceChanged(
                CHAIN, script(address), version, Sats.of(11), Sats.of(payable), Sats.of(22), Sats.of(33), "blocks");
    }

    /** The same balance, told because the ledger holds the account. */
    public static BalanceChanged held(BalanceChanged balance, boolean held) {
        return new BalanceChanged(
                balance.chain(),
                balance.account(),
                balance.version(),
                balance.immature(),
                balance.payable(),
                balance.reserved(),
                balance.paid(),
                balance.schemeTag(),
                held);
    }

    /** With every 72 blocks from a time on. */
    public static SchemeChanged plannedScheme(long version, Instant from) {
        return new SchemeChanged(
                "blocks",
                version,
                144,
                0,
                "every 144 blocks",
                new SchemeChanged.Plan(from.toEpochMilli(), 72, 0, "every 72 blocks"));
    }

    /** {@link #port} with a harder start from a time on. */
    public static PortChanged plannedPort(int number, String name, Instant from) {
        PortChanged port = port(number, name);
        return new PortChanged(
                port.instance(),
                name,
                port.version(),
                number,
                port.tls(),
                port.rewardSystem(),
                port.schemeTag(),
                port.minimum(),
                port.start(),
                port.maximum(),
                port.vardiff(),
                port.shareIntervalMs(),
                new PortChanged.Plan(
                        4, from.toEpochMilli(), port.minimum(), new Difficulty(12), Difficulty.HARDEST, false, 5_000));
    }

    public static PayoutChanged payout(long version, PayoutChanged.State state, Hash256 txid, Instant at) {
        return new PayoutChanged(
                Hash256.ofDisplayHex("01".repeat(32)),
                CHAIN,
                script(ALICE),
                version,
                state,
                Sats.of(150_000),
                txid,
                2,
                at.toEpochMilli());
    }

    public static SchemeChanged scheme(long version, String description) {
        return new SchemeChanged("blocks", version, 144, 0, description);
    }

    public static ScheduleChanged schedule(long version, long minimum) {
        return new ScheduleChanged(CHAIN, script(ALICE), version, "blocks", 144, 0, Sats.of(minimum), false);
    }

    public static EpochClosed epoch(long epoch) {
        return new EpochClosed(CHAIN, epoch, epoch * 60, epoch * 60 + 59, 3, Work.of(WORK_8), 2, Sats.of(312_500_000));
    }

    public static StatementIssued statement(long epoch, String address, long work, long reward) {
        return new StatementIssued(
                CHAIN, epoch, script(address), RewardSystem.PPLNS, 3, Work.of(work), Sats.of(reward));
    }

    public static ChainStatus status(boolean serving) {
        return status(serving, 840_000);
    }

    public static ChainStatus status(boolean serving, int height) {
        var node = new ChainStatus.NodeStatus("core-a", true, true, "", GENESIS, height, 12, 9);
        String reason = serving ? "" : "no node answers";
        return new ChainStatus(
                CHAIN,
                serving,
                reason,
                GENESIS,
                height,
                0x1d00ffff,
                1_763_726_400_000L,
                7,
                1_763_726_410_000L,
                List.of(node));
    }

    public static TemplatePublished template() {
        Template template = new Template(
                CHAIN,
                7,
                840_001,
                GENESIS,
                0x20000000,
                0x1d00ffff,
                1_763_726_000,
                1_763_726_400,
                Sats.of(312_500_000),
                List.of(new TxOutput(Sats.ZERO, Script.ofHex("6a24aa21a9ed" + "00".repeat(32)))),
                0,
                Tag.ofText("/Thunder Pool/"),
                List.of(GENESIS),
                List.of(CoinbasePlan.custodial(script(BOB))));
        return new TemplatePublished(template, true);
    }
}
