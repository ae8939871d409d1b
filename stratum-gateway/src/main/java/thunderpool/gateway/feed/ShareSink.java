package thunderpool.gateway.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.gateway.session.SharePort;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.ShareSubmitted;
import thunderpool.topics.ShareSubmitted.Share;
import thunderpool.topics.TopicWriter;
import thunderpool.work.Extranonce;
import thunderpool.work.JobLife;

/**
 * Shares to the log, those of one partition and a few milliseconds as one record. What waits for the log is bounded.
 * While the log does not answer, shares are not taken, but for one now and then that finds out whether it is back; where no
 * miner is left to bring one, {@link #heard} does. Thread-safe.
 */
public final class ShareSink implements SharePort {
    private static final Logger LOG = LoggerFactory.getLogger(ShareSink.class);
    private static final int BATCH_MOST = 400;

    /**
     * @param linger how long a batch waits for more
     * @param inFlightMost shares not acknowledged yet, in all
     * @param silentMost how long the log may take to acknowledge before it counts as away
     * @param probeEvery how often one share is tried while it is away
     */
    public record Limits(Duration linger, int inFlightMost, Duration silentMost, Duration probeEvery) {
        public static final Limits USUAL =
                new Limits(Duration.ofMillis(3), 50_000, Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    /**
     * A share whose acknowledgement took longer may have reached the log too late after its template for the validator to
     * credit it: then nobody may be told that it counts.
     */
    private static final long PROMISED_WITHIN_NANOS =
            TimeUnit.MILLISECONDS.toNanos(JobLife.AT_THE_VALIDATOR_MS - JobLife.AT_THE_EDGE_MS);

    private record Waiting(Share share, Receipt receipt, long sinceNanos) {}

    private final class Lane {
        private List<Waiting> batch = new ArrayList<>();
        private boolean scheduled;
        private boolean urgent;

        /** Never writes itself: the caller is an event loop, and a write may have to wait. */
        synchronized void add(Waiting waiting) {
            batch.add(waiting);
            if (batch.size() >= BATCH_MOST && !urgent) {
                urgent = true;
                timer.execute(this::write);
            } else if (!scheduled) {
                scheduled = true;
                var _ = timer.schedule(this::linger, limits.linger.toNanos(), TimeUnit.NANOSECONDS);
            }
        }

        private void linger() {
            synchronized (this) {
                scheduled = false;
            }
            write();
        }

        private synchronized List<Waiting> take() {
            urgent = false;
            List<Waiting> full = batch;
            batch = new ArrayList<>();
            return full;
        }

        void write() {
            List<Waiting> all = take();
            for (int from = 0; from < all.size(); from += BATCH_MOST) {
                writeRecord(all.subList(from, Math.min(all.size(), from + BATCH_MOST)));
            }
        }

        private void writeRecord(List<Waiting> waiting) {
            List<Share> shares = new ArrayList<>(waiting.size());
            for (Waiting one : waiting) {
                shares.add(one.share);
            }
            sent(waiting.size());
            writer.write(new ShareSubmitted(chain, shares)).whenComplete((offset, failure) -> done(waiting, failure));
        }
    }

    private final String chain;
    private final TopicWriter<ShareSubmitted> writer;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;
    private final Limits limits;
    private final Lane[] lanes = new Lane[ShareSubmitted.PARTITIONS];
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Object answers = new Object();
    private int unanswered;
    private long waitingSinceNanos;
    private long probedNanos;
    private long askedNanos;
    private boolean away;

    /**
     * @param timer ends batches; one thread is enough
     * @param nanos a steady clock
     */
    public ShareSink(
            String chain,
            TopicWriter<ShareSubmitted> writer,
            ScheduledExecutorService timer,
            LongSupplier nanos,
            Limits limits) {
        this.chain = chain;
        this.writer = writer;
        this.timer = timer;
        this.nanos = nanos;
        this.limits = limits;
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = new Lane();
        }
    }

    @Override
    public boolean offer(Share share, Receipt receipt) {
        if (inFlight.get() >= limits.inFlightMost || isAway()) {
            return false;
        }
        inFlight.incrementAndGet();
        int partition = Extranonce.partitionOf(share.submission().extranonce1(), ShareSubmitted.PARTITIONS);
        lanes[partition].add(new Waiting(share, receipt, nanos.getAsLong()));
        return true;
    }

    /** Shares taken and not acknowledged yet. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Whether the log acknowledges shares at present. */
    public boolean isHealthy() {
        synchronized (answers) {
            return !away;
        }
    }

    /**
     * The log took another record of this gateway. Proxies send nobody to a gateway that is unready, so when its last miner
     * has left, this is how it is seen that the log is back. While there are miners, only their shares tell.
     */
    public void heard() {
        synchronized (answers) {
            long now = nanos.getAsLong();
            if (away && unanswered == 0 && now - askedNanos > limits.probeEvery.toNanos()) {
                away = false;
                LOG.atInfo()
                        .addKeyValue(LogKey.EVENT, LogEvent.SHARES_FLOW)
                        .log("the log takes records of this gateway again, so shares are taken again");
            }
        }
    }

    /** Hands everything over to the log at once. */
    public void flush() {
        for (Lane lane : lanes) {
            lane.write();
        }
    }

    private boolean isAway() {
        synchronized (answers) {
            long now = nanos.getAsLong();
            askedNanos = now;
            if (!away && unanswered > 0 && now - waitingSinceNanos > limits.silentMost.toNanos()) {
                away = true;
                probedNanos = now;
                LOG.atWarn()
                        .addKeyValue(LogKey.EVENT, LogEvent.SHARES_HELD_UP)
                        .log("the log does not acknowledge shares: miners are answered 'busy' until it does");
            }
            if (away && unanswered == 0 && now - probedNanos > limits.probeEvery.toNanos()) {
                probedNanos = now;
                return false;
            }
            return away;
        }
    }

    private void sent(int shares) {
        synchronized (answers) {
            if (unanswered == 0) {
                waitingSinceNanos = nanos.getAsLong();
            }
            unanswered += shares;
        }
    }

    private void done(List<Waiting> batch, @Nullable Throwable failure) {
        synchronized (answers) {
            unanswered -= batch.size();
            // The log answered: whoever waits still, waits since now.
            waitingSinceNanos = nanos.getAsLong();
            if (away != (failure != null)) {
                away = failure != null;
                probedNanos = waitingSinceNanos;
                if (failure == null) {
                    LOG.atInfo()
                            .addKeyValue(LogKey.EVENT, LogEvent.SHARES_FLOW)
                            .log("the log acknowledges shares again");
                } else {
                    LOG.warn(
                            "{} shares may or may not be on the log, their miners get no answer",
                            batch.size(),
                            failure);
                }
            }
        }
        long now = nanos.getAsLong();
        for (Waiting waiting : batch) {
            if (failure == null && now - waiting.sinceNanos <= PROMISED_WITHIN_NANOS) {
                waiting.receipt.durable();
            } else {
                waiting.receipt.unknown();
            }
        }
        inFlight.addAndGet(-batch.size());
    }
}
