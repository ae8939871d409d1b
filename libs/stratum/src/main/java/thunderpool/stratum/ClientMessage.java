package thunderpool.stratum;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a miner says to the pool. Every line of a client is one of these; what cannot be read is {@link Malformed}. */
public sealed interface ClientMessage {
    RequestId id();

    /**
     * {@code mining.configure} (BIP310).
     *
     * @param extensions as asked for, in order; each must get a key in the reply
     * @param versionMask bits the miner can roll, all when it named none
     * @param minimumDifficulty {@code minimum-difficulty.value}, when given
     */
    record Configure(
            RequestId id,
            List<String> extensions,
            int versionMask,
            @Nullable BigDecimal minimumDifficulty) implements ClientMessage {
        public Configure {
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * {@code mining.subscribe}.
     *
     * @param userAgent empty when none was sent
     * @param sessionId of an earlier subscription to be resumed
     */
    record Subscribe(
            RequestId id, String userAgent, @Nullable String sessionId) implements ClientMessage {}

    /** {@code mining.authorize}; the password is empty when none was sent. */
    record Authorize(RequestId id, String user, String password) implements ClientMessage {
        /** Without the password: some users enter a real one. */
        @Override
        public String toString() {
            return "Authorize[id=" + id + ", user=" + user + "]";
        }
    }

    /**
     * {@code mining.submit}.
     *
     * @param extranonce2 big-endian value of the bytes, at most eight of them
     * @param extranonce2Bytes how many bytes were sent
     * @param ntime Unix seconds, unsigned
     * @param versionBits the sixth parameter; null when the miner does not roll the version
     */
    record Submit(
            RequestId id,
            String user,
            String jobId,
            long extranonce2,
            int extranonce2Bytes,
            int ntime,
            int nonce,
            @Nullable Integer versionBits)
            implements ClientMessage {}

    /** {@code mining.suggest_difficulty}; positive. */
    record SuggestDifficulty(RequestId id, BigDecimal difficulty) implements ClientMessage {}

    /** {@code mining.suggest_target}; 256 bits, unsigned. */
    record SuggestTarget(RequestId id, BigInteger target) implements ClientMessage {}

    /** {@code mining.extranonce.subscribe}: the miner understands {@code mining.set_extranonce}. */
    record ExtranonceSubscribe(RequestId id) implements ClientMessage {}

    /** {@code mining.ping}. */
    record Ping(RequestId id) implements ClientMessage {}

    /** {@code mining.get_transactions} of a job. */
    record GetTransactions(RequestId id) implements ClientMessage {}

    /** {@code mining.multi_version}: rented rigs ask for a version mask in an older dialect. */
    record MultiVersion(RequestId id) implements ClientMessage {}

    /** {@code mining.capabilities}. */
    record Capabilities(RequestId id) implements ClientMessage {}

    /** A method this pool does not know. */
    record Unknown(RequestId id, String method) implements ClientMessage {}

    /** An answer to something the pool asked ({@code client.get_version}, {@code mining.ping}). */
    record Answer(RequestId id) implements ClientMessage {}

    /** What a line that is no request lacks. */
    enum Fault {
        /** Not one JSON value: something else speaks here. */
        NOT_JSON,
        /** JSON without a method and a usable id. */
        NOT_A_REQUEST,
        /** A known method with parameters it cannot have. */
        BAD_PARAMETERS
    }

    /** A line that could not be read. */
    record Malformed(RequestId id, Fault fault, String reason) implements ClientMessage {}
}
