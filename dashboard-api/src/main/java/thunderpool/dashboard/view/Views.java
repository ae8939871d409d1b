package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API says, field by field: amounts in satoshi, times in ISO 8601, work in hashes as decimal strings (it
 * outgrows the 53 bits that readers of JSON numbers often keep).
 */
public interface Views {

    /**
     * The pool at a glance.
     *
     * @param hashrateHps hashes a second over the last ten minutes
     * @param hashrate1hHps hashes a second over the last hour
     * @param activeMiners accounts with a share in the last ten minutes
     * @param activeWorkers workers with a share in the last ten minutes
     * @param workSinceLastBlockHashes in the whole minutes since then
     */
    record Stats(
            String pool,
            String chain,
            double hashrateHps,
            double hashrate1hHps,
            long activeMiners,
            long activeWorkers,
            long sharesAccepted,
            long sharesRejected,
            long blocksFound,
            long blocksOrphaned,
            @Nullable Instant lastBlockAt,
            String workSinceLastBlockHashes,
            int feeBasisPoints) {}

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
            double hashrateHps,
            double hashrate1hHps,
            Money balance,
            @Nullable Schedule schedule,
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
            String description) {}

    /** One worker under one reward system. */
    record WorkerRow(
            String account,
            String worker,
            String rewardSystem,
            double hashrateHps,
            long sharesAccepted,
            long sharesRejected,
            String workHashes,
            Instant lastShareAt) {}

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
            Instant foundAt) {}

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
    record SchemeRow(String scheme, int blockInterval, int timeIntervalMinutes, String description) {}

    /** Everything the ledger owes, by state, in satoshi. */
    record PoolBalance(long immatureSat, long payableSat, long reservedSat, long paidSat) {}

    /** A place in the leaderboard of the last day. */
    record LeaderRow(int rank, String account, double hashrate24hHps, String work24hHashes, long blocksFound) {}

    /** A minute of the pool. */
    record MinutePoint(Instant minute, long shares, long rejected, double hashrateHps) {}

    /** A command and its owner's answer. */
    record CommandRow(String commandId, String kind, String author, Instant sentAt, String outcome, String detail) {}

    /**
     * How to connect.
     *
     * @param rewardSystem how shares of the port earn
     * @param paid when new accounts of the port are paid, in words
     */
    record PortRow(String rewardSystem, String paid, String scheme, int port, boolean tls, String url) {}

    /** Work was given out: the newest template. */
    record JobEvent(int height, String previous, boolean newTip) {}
}
