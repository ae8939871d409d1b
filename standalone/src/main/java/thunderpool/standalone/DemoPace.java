package thunderpool.standalone;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Target;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.FoundShare;
import thunderpool.lab.simulator.MinerEvents;
import thunderpool.lab.simulator.MinerJob;

/**
 * Lets the demo's miners rest between a block and the news of it. While blocks take a tenth of a second, as during the
 * demo's first minute, miners that went on would find as many siblings as blocks, and a newcomer would see a page of
 * orphans. Real blocks take minutes, and real miners do not rest.
 */
final class DemoPace implements MinerEvents {

    /** A block that brings no new tip within this time was not one; work goes on with the next job. */
    private static final long REST_AT_MOST_NANOS = Duration.ofSeconds(2).toNanos();

    private record Rest(String previousHash, long sinceNanos) {}

    private final double hashesPerSecond;
    private final LongSupplier nanoClock;
    private final AtomicReference<@Nullable Fleet> fleet = new AtomicReference<>();
    private final AtomicReference<@Nullable Rest> rest = new AtomicReference<>();

    DemoPace(double hashesPerSecond, LongSupplier nanoClock) {
        this.hashesPerSecond = hashesPerSecond;
        this.nanoClock = nanoClock;
    }

    /** The fleet it paces: known only once it runs. */
    void of(Fleet paced) {
        fleet.set(paced);
    }

    @Override
    public void found(FoundShare share) {
        if (Target.ofCompact(share.job().work().nbits()).isMetBy(share.identity())) {
            rest.set(new Rest(share.job().work().previousHash(), nanoClock.getAsLong()));
            throttle(0);
        }
    }

    @Override
    public void job(MinerJob job) {
        Rest resting = rest.get();
        if (resting != null
                && (!resting.previousHash.equals(job.work().previousHash())
                        || nanoClock.getAsLong() - resting.sinceNanos > REST_AT_MOST_NANOS)
                && rest.compareAndSet(resting, null)) {
            throttle(hashesPerSecond);
        }
    }

    private void throttle(double speed) {
        Fleet paced = fleet.get();
        if (paced != null) {
            paced.miners().forEach(miner -> miner.throttle(speed));
        }
    }
}
