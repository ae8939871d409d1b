package thunderpool.dashboard.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** The read models on a database of the test's own, fed from topics in memory. */
public final class ReadStore implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-11-21T12:00:30Z");

    final TestDatabase database = TestDatabase.fresh();
    final MemoryTopics topics = new MemoryTopics(NOW::toEpochMilli);
    final LiveStream stream = new LiveStream(2, 2, InstantSource.fixed(NOW));
    final Accounts accounts = new Accounts(Chain.BITCOIN_MAIN);
    final PgPool pool;
    final PgMiners miners;
    final PgWorkers workers;
    final PgLists lists;
    final PgHistory history;
    final PgRounds rounds;
    final PgPresence presence;
    final ChainView chain = new ChainView(PoolSample.CHAIN);
    final SuiteView suite = new SuiteView(InstantSource.fixed(NOW));
    final RecentShares recent = new RecentShares(PoolSample.CHAIN, Chain.BITCOIN_MAIN.difficultyOne());
    final PgWork work;
    final PgDays days;
    final PgCommands commands;
    final Projector projector;

    public ReadStore() {
        database.migrate("db/dashboard", "db/runtime/positions");
        JdbcTemplate jdbc = database.jdbc();
        JdbcClient client = JdbcClient.create(jdbc);
        InstantSource clock = InstantSource.fixed(NOW);
        pool = new PgPool(client, accounts, clock);
        miners = new PgMiners(client, accounts, clock);
        workers = new PgWorkers(client, accounts, suite, clock);
        lists = new PgLists(client, accounts, chain);
        history = new PgHistory(client, clock);
        rounds = new PgRounds(client);
        presence = new PgPresence(jdbc);
        work = new PgWork(jdbc);
        days = new PgDays(jdbc);
        commands = new PgCommands(client);
        projector = projector(new LiveEvents(stream, accounts, Object::toString));
    }

    Projector projector(LiveEvents events) {
        JdbcTemplate jdbc = database.jdbc();
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        return new Projector(
                Chain.BITCOIN_MAIN,
                new PgProjection(JdbcClient.create(jdbc)),
                new Projector.Figures(work, rounds, presence, lists, recent),
                events,
                new PgFeeds(transaction, new PgPositions(jdbc, lost -> {})));
    }

    @SafeVarargs
    final <T> void append(Topic<T> topic, T... values) {
        for (T value : values) {
            topics.append(topic, value);
        }
    }

    /** Feeds what the topic holds from the feed's own positions on. */
    <T> void feed(PgFeeds.Feed<T> feed) {
        Map<Integer, Long> positions = feed.positions();
        for (int partition = 0; partition < feed.topic().partitions(); partition++) {
            List<Received<T>> batch = topics.read(feed.topic(), partition, positions.getOrDefault(partition, 0L), 1000);
            if (!batch.isEmpty()) {
                feed.accept(batch);
            }
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
