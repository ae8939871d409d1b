package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API says, field by field: amounts in satoshi, times in ISO 8601, work in hashes as decimal strings (it
 * outgrows the 53 bits that readers of JSON numbers often keep), difficulties in units of the chain's difficulty one.
 * What each name means to people stands in {@code dashboard/api-terms.properties}, from where the API's document takes
 * it; a component that may be null is marked, and all others are always there.
 */
public interface Views {

    /** The coin that is mined. */
    record Coin(String name, String ticker, String algorithm) {}

    /** What the pool keeps of blocks of one reward system. */
    record Fee(
            String rewardSystem, int basisPoints, @Nullable Instant fromAt) {}

    /** Where people look things up; {@code {id}} stands for what they look up. */
    record Explorer(
            @Nullable String block,
            @Nullable String transaction,
            @Nullable String address) {}

    /** The pool at a glance. */
    record Stats(
            String pool,
            String chain,
            Coin coin,
            double hashrateHps,
            double hashrate1hHps,
            double hashrate24hHps,
            @Nullable Double hashrateErrorPercent,
            long activeMiners,
            long activeWorkers,
            long sharesAccepted,
            long sharesRejected,
            long blocksFound,
            long blocksOrphaned,
            long blocksMatured,
            @Nullable Instant lastBlockAt,
            String workSinceLastBlockHashes,
            @Nullable Double currentEffortPercent,
            @Nullable Double luckPercent,
            int luckBlocks,
            @Nullable Double networkDifficulty,
            @Nullable Double networkHashrateHps,
            @Nullable Double expectedBlockSeconds,
            int feeBasisPoints,
            List<Fee> fees,
            Explorer explorer,
            @Nullable Integer pplnsWindowMultiple) {}

    /** A minute of the pool. */
    record MinutePoint(Instant minute, long shares, long rejected, double hashrateHps) {}

    /** Figures of the pool, an account or a worker over time. */
    record History(
            String of,
            @Nullable String account,
            @Nullable String worker,
            String range,
            int resolutionSeconds,
            Instant from,
            Instant to,
            List<HistoryPoint> points) {}

    /** One step of a history. */
    record HistoryPoint(
            Instant at,
            double hashrateHps,
            long workers,
            long sharesAccepted,
            long sharesRejected,
            String workHashes) {}

    /** An account in a list. */
    record MinerRow(
            String account,
            double hashrateHps,
            long workers,
            long sharesAccepted,
            long sharesRejected,
            @Nullable Instant lastShareAt) {}

    /** An account's own page. */
    record MinerPage(
            String account,
            List<String> spellings,
            double hashrateHps,
            double hashrate1hHps,
            double hashrate24hHps,
            @Nullable Double hashrateErrorPercent,
            long sharesAccepted,
            long sharesRejected,
            Map<String, Long> rejectedByReason,
            @Nullable Double bestShareDifficulty,
            @Nullable Instant bestShareAt,
            @Nullable Instant lastShareAt,
            @Nullable Instant firstSeenAt,
            long blocksFound,
            Money balance,
            @Nullable Schedule schedule,
            @Nullable NextPayment nextPayment,
            List<WorkerRow> workers,
            List<StatementRow> statements,
            List<PayoutRow> payouts) {}

    /** An account's money, in satoshi. */
    record Money(long immatureSat, long payableSat, long reservedSat, long paidSat) {}

    /** When an account is paid; an interval of 0 does not matter. */
    record Schedule(
            String scheme,
            int blockInterval,
            int timeIntervalMinutes,
            long minimumPayoutSat,
            boolean held,
            String description,
            long version) {}

    /** When an account's next payment is due, and why. */
    record NextPayment(
            String state,
            @Nullable String hold,
            @Nullable Integer blocksLeft,
            @Nullable Instant dueAt,
            long minimumPayoutSat,
            long payableSat,
            @Nullable Instant lastPaidAt,
            String text) {}

    /** One worker under one reward system. */
    record WorkerRow(
            String account,
            String worker,
            String rewardSystem,
            double hashrateHps,
            double hashrate1hHps,
            @Nullable Double hashrateErrorPercent,
            long sharesAccepted,
            long sharesRejected,
            Map<String, Long> rejectedByReason,
            String workHashes,
            @Nullable Instant lastShareAt,
            Instant firstSeenAt,
            long connections,
            @Nullable Double difficulty,
            @Nullable String agent,
            @Nullable Instant lastSubmitAt,
            @Nullable Double bestShareDifficulty) {}

    /** A worker's own page: one row per reward system, and its newest shares, the newest last. */
    record WorkerPage(List<WorkerRow> worker, List<SharePoint> recentShares) {}

    /** One share of a worker. */
    record SharePoint(
            Instant at,
            double difficulty,
            @Nullable Double achievedDifficulty,
            @Nullable String rejection) {}

    /** One share of an account, on the live stream. */
    record ShareEvent(
            Instant at,
            String worker,
            double difficulty,
            @Nullable Double achievedDifficulty,
            @Nullable String rejection) {}

    /** A block the pool found. */
    record BlockRow(
            String blockId,
            int height,
            String state,
            int confirmations,
            long rewardSat,
            String finder,
            String worker,
            String rewardSystem,
            Instant foundAt,
            @Nullable Double effortPercent,
            double networkDifficulty) {}

    /** A payment on its way or done. */
    record PayoutRow(
            String orderId,
            String account,
            String state,
            long amountSat,
            @Nullable String txid,
            int confirmations,
            Instant changedAt) {}

    /** A closed epoch. */
    record EpochRow(
            long epoch, Instant from, Instant to, long shares, String workHashes, int statements, long rewardsSat) {}

    /** What one account contributed in one epoch. */
    record StatementRow(
            long epoch, String account, String rewardSystem, long shares, String workHashes, long rewardSat) {}

    /** An epoch with its statements. */
    record EpochPage(EpochRow epoch, List<StatementRow> statements) {}

    /** A payment scheme that ports propose and accounts choose. */
    record SchemeRow(
            String scheme,
            int blockInterval,
            int timeIntervalMinutes,
            String description,
            long version,
            @Nullable SchemePlan next) {}

    /** What a scheme will be. */
    record SchemePlan(Instant fromAt, int blockInterval, int timeIntervalMinutes, String description) {}

    /** Everything the ledger owes, by state, in satoshi. */
    record PoolBalance(long immatureSat, long payableSat, long reservedSat, long paidSat) {}

    /** A place in the leaderboard. */
    record LeaderRow(
            int rank,
            String account,
            double hashrateHps,
            String workHashes,
            long shares,
            long blocksFound,
            double sharePercent) {}

    /** A command and its owner's answer. */
    record CommandRow(String commandId, String kind, String author, Instant sentAt, String outcome, String detail) {}

    /** How to connect. */
    record PortRow(
            String name,
            String rewardSystem,
            String paid,
            String scheme,
            int port,
            boolean tls,
            String url,
            @Nullable Double startDifficulty,
            @Nullable Double minimumDifficulty,
            @Nullable Double maximumDifficulty,
            @Nullable Boolean vardiff,
            boolean online,
            @Nullable PortPlan next) {}

    /** What a port will offer. */
    record PortPlan(
            Instant fromAt,
            double startDifficulty,
            double minimumDifficulty,
            @Nullable Double maximumDifficulty,
            boolean vardiff) {}

    /** A service of the suite, over all of its processes. */
    record ServiceRow(
            String service,
            int instances,
            boolean ready,
            @Nullable String reason) {}

    /** What is known of a text that should be an address. */
    record AddressCheck(
            String text,
            boolean valid,
            @Nullable String account,
            boolean known,
            @Nullable String problem,
            @Nullable String suggestion) {}

    /** Work was given out: the newest template. */
    record JobEvent(int height, String previous, boolean newTip) {}
}
