package thunderpool.gateway.session;

import java.util.function.LongSupplier;
import thunderpool.gateway.job.JobBoard;
import thunderpool.gateway.job.WorkGate;

/**
 * What all sessions of a gateway share; everything in it is thread-safe.
 *
 * @param limits for a single conversation
 * @param nanos a steady clock, only for measuring latencies
 */
public record SessionServices(
        JobBoard board,
        WorkGate gate,
        ExtranonceBook extranonces,
        SessionToken.Seal seal,
        SharePort shares,
        BlockPort blocks,
        BanBook bans,
        Schedules schedules,
        WorkerBook workers,
        GatewayMetrics metrics,
        Limits limits,
        LongSupplier nanos) {

    /**
     * @param handshakeMs to subscribe and authorize in
     * @param idleMs a miner may be silent; ten minutes and more, since small ones rarely find a share
     * @param tokenLifeMs a session may be resumed within
     * @param wordsBeforeAuthorize messages a stranger may send
     */
    public record Limits(long handshakeMs, long idleMs, long tokenLifeMs, int wordsBeforeAuthorize) {
        public Limits {
            if (handshakeMs <= 0 || idleMs <= 0 || tokenLifeMs <= 0 || wordsBeforeAuthorize <= 0) {
                throw new IllegalArgumentException("limits of a session must be positive");
            }
        }
    }
}
