package thunderpool.dashboard.view;

import java.util.List;
import java.util.Map;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.runtime.FeedCore;
import thunderpool.runtime.PgPositions;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** Makes feeds whose rows and positions are written in one transaction: each record counts once, whatever crashes. */
public final class PgFeeds {

    /** What is done with a batch. */
    public interface Fold<T> {
        void on(List<Received<T>> batch);
    }

    private final TransactionTemplate transaction;
    private final PgPositions positions;

    public PgFeeds(TransactionTemplate transaction, PgPositions positions) {
        this.transaction = transaction;
        this.positions = positions;
    }

    /**
     * @param fold writes rows, inside the transaction
     * @param then tells others, once the rows can be read
     */
    <T> Feed<T> of(Topic<T> topic, Fold<T> fold, Fold<T> then) {
        return new Feed<>(this, topic, fold, then);
    }

    /** A topic and what is derived from it. */
    public static final class Feed<T> implements FeedCore<T> {
        private final PgFeeds feeds;
        private final Topic<T> topic;
        private final Fold<T> fold;
        private final Fold<T> then;

        private Feed(PgFeeds feeds, Topic<T> topic, Fold<T> fold, Fold<T> then) {
            this.feeds = feeds;
            this.topic = topic;
            this.fold = fold;
            this.then = then;
        }

        public Topic<T> topic() {
            return topic;
        }

        @Override
        public Map<Integer, Long> positions() {
            return feeds.positions.next(topic);
        }

        /** @throws thunderpool.runtime.StalePositionException when any of it was folded before */
        @Override
        public void accept(List<Received<T>> batch) {
            feeds.transaction.executeWithoutResult(status -> {
                feeds.positions.advance(batch);
                fold.on(batch);
            });
            then.on(batch);
        }
    }
}
