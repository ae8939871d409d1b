package thunderpool.dashboard.admin.pool;

import java.util.function.Consumer;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;

/** The log of judged shares, as far back as it is kept. */
public interface ShareLog {

    /**
     * How far a reading came.
     *
     * @param records read
     * @param untilMs append time of the last one read; up to {@code toMs} when there was no more
     * @param complete whether all between the two times were read
     */
    record Reached(long records, long untilMs, boolean complete) {}

    /**
     * Hands what a partition got between two times to the handler, in its order.
     *
     * @param fromMs milliseconds since the Unix epoch, of the broker's append time
     * @param toMs exclusive
     */
    Reached read(int partition, long fromMs, long toMs, int recordsMax, Consumer<Received<Judgement>> handler);
}
