package thunderpool.dashboard.view;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.PgPositions;
import thunderpool.topics.Judgement;

/** A share feed that fails at the last moment of its transaction, when its rows are written. */
record PgFeedsFailing(ReadStore store) {

    PgFeeds.Feed<Judgement> shares() {
        var transaction = new TransactionTemplate(new JdbcTransactionManager(store.database.dataSource()));
        PgFeeds feeds = new PgFeeds(transaction, new PgPositions(store.database.jdbc(), lost -> {}));
        return feeds.of(
                Judgement.TOPIC,
                batch -> {
                    ShareTally tally = new ShareTally(PoolSample.CHAIN, Chain.BITCOIN_MAIN.difficultyOne());
                    tally.add(batch);
                    store.work.add(tally);
                    store.rounds.add(tally);
                    throw new IllegalStateException("pulled out");
                },
                batch -> {});
    }
}
