package thunderpool.gateway.feed;

import thunderpool.gateway.session.WorkerBook;
import thunderpool.topics.TopicWriter;
import thunderpool.topics.WorkersSeen;

/**
 * What is new of the workers, to the log. What did not arrive is news again the next time. One report at a time: until all
 * of it is answered there is no other. Thread-safe.
 */
public final class WorkersSink {
    private final WorkersSeen envelope;
    private final WorkerBook workers;
    private final TopicWriter<WorkersSeen> writer;
    private int unanswered;

    /** @param envelope a record without rows, which names the gateway and the chain */
    public WorkersSink(WorkersSeen envelope, WorkerBook workers, TopicWriter<WorkersSeen> writer) {
        this.envelope = envelope;
        this.workers = workers;
        this.writer = writer;
    }

    /** May wait a little for the broker, as writers do. */
    public synchronized void report() {
        if (unanswered > 0) {
            return;
        }
        for (WorkerBook.News news : workers.news()) {
            unanswered++;
            writer.write(new WorkersSeen(envelope.instance(), envelope.chain(), news.rows()))
                    .whenComplete((offset, failure) -> answered(news, failure == null));
        }
    }

    private synchronized void answered(WorkerBook.News news, boolean arrived) {
        unanswered--;
        if (arrived) {
            news.told().run();
        }
    }
}
