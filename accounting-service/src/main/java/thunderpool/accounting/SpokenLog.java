package thunderpool.accounting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import thunderpool.accounting.payout.Spoken;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.LogReplay;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutRequested;

/**
 * Reads our own answers back from the broker, once a process: what is answered later is in the books. They are read again when
 * a request comes that is older than one before it, for then the database was exchanged under this process. Requests are
 * looked through again whenever one is missing, which in books that follow their log never happens.
 */
final class SpokenLog implements Spoken {

    /** Append times of one partition may step back by this much when another broker takes it over. */
    private static final long CLOCKS_APART_MS = 60_000;

    private final LogReplay log;
    private final Map<Hash256, PayoutAnswered> answers = new HashMap<>();
    private final Set<Hash256> requests = new HashSet<>();
    private boolean answersRead;
    private long lastAskedMs;

    SpokenLog(LogReplay log) {
        this.log = log;
    }

    @Override
    public synchronized Optional<PayoutAnswered> answered(Hash256 orderId, long sinceMs) {
        boolean wentBack = sinceMs < lastAskedMs && !answers.containsKey(orderId);
        lastAskedMs = sinceMs;
        if (!answersRead || wentBack) {
            // The first request that the books do not know: all others of this kind were appended behind it.
            long fromMs = Math.max(LogReplay.BEGINNING, sinceMs - CLOCKS_APART_MS);
            log.replay(
                    PayoutAnswered.TOPIC,
                    0,
                    fromMs,
                    received -> answers.putIfAbsent(received.value().orderId(), received.value()));
            answersRead = true;
        }
        return Optional.ofNullable(answers.get(orderId));
    }

    @Override
    public synchronized boolean wasRequested(Hash256 orderId) {
        if (!requests.contains(orderId)) {
            requests.clear();
            log.replay(
                    PayoutRequested.TOPIC,
                    0,
                    LogReplay.BEGINNING,
                    received -> requests.add(received.value().orderId()));
        }
        return requests.contains(orderId);
    }
}
