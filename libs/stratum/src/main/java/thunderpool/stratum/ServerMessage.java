package thunderpool.stratum;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pool says to a miner: replies, and requests of its own. */
public sealed interface ServerMessage {
    /** {@code "result":true} (or false), {@code "error":null}. */
    record Answered(RequestId id, boolean value) implements ServerMessage {}

    /** {@code "result":null} and an error array. */
    record Refused(RequestId id, StratumError error, String text) implements ServerMessage {
        public static Refused of(RequestId id, StratumError error) {
            return new Refused(id, error, error.text());
        }
    }

    /** The reply to a ping. */
    record Pong(RequestId id) implements ServerMessage {}

    /**
     * The reply to {@code mining.configure}: each extension asked for gets its key.
     *
     * @param versionMask what may be rolled; 0 answers version-rolling with false
     */
    record Configured(RequestId id, List<String> extensions, int versionMask, boolean minimumDifficulty)
            implements ServerMessage {
        public Configured {
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * The reply to {@code mining.subscribe}.
     *
     * @param sessionId to be presented when the miner comes back
     * @param extranonce1 hex
     */
    record Subscribed(RequestId id, String sessionId, String extranonce1, int extranonce2Bytes)
            implements ServerMessage {}

    /** {@code mining.set_difficulty}: holds from the next notify on. */
    record SetDifficulty(BigDecimal difficulty) implements ServerMessage {
        private static final BigDecimal TWO = BigDecimal.TWO;

        /** Difficulty 2^exponent, exactly. */
        public static SetDifficulty ofExponent(int exponent) {
            BigDecimal power = TWO.pow(Math.abs(exponent));
            return new SetDifficulty(exponent >= 0 ? power : BigDecimal.ONE.divide(power));
        }
    }

    /**
     * {@code mining.notify}.
     *
     * @param previousHash 64 hex digits as {@link WireHash} writes them
     * @param coinbase1 hex of the coinbase before the extranonce
     * @param coinbase2 hex of the coinbase behind it
     * @param merkleBranch 64 hex digits each, internal byte order
     * @param nbits compact network target
     * @param ntime Unix seconds, unsigned
     * @param clean whether work for all earlier jobs is lost
     */
    record Notify(
            String jobId,
            String previousHash,
            String coinbase1,
            String coinbase2,
            List<String> merkleBranch,
            int version,
            int nbits,
            int ntime,
            boolean clean)
            implements ServerMessage {
        public Notify {
            merkleBranch = List.copyOf(merkleBranch);
        }
    }

    /** {@code mining.set_extranonce}: holds from the next notify on. */
    record SetExtranonce(String extranonce1, int extranonce2Bytes) implements ServerMessage {}

    /** {@code mining.set_version_mask} (BIP310). */
    record SetVersionMask(int mask) implements ServerMessage {}

    /**
     * {@code client.reconnect}.
     *
     * @param host null for the same host and port, which is all that careful clients obey
     * @param waitSeconds before connecting again
     */
    record Reconnect(@Nullable String host, int port, int waitSeconds) implements ServerMessage {}

    /** {@code client.show_message}. */
    record ShowMessage(String text) implements ServerMessage {}

    /** A request of the pool that wants an answer, such as {@code client.get_version}, or one not known here. */
    record Call(RequestId id, String method) implements ServerMessage {}

    /** A line that is none of these (miner's side only). */
    record Unreadable(String reason) implements ServerMessage {}
}
