package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.TestDatabase;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockChanged.State;

/** The stores on a real PostgreSQL. */
class PgStoresTest {

    private static final String CHAIN = "litecoin-regtest";

    private final TestDatabase database = TestDatabase.fresh();
    private final PgConnections connections = new PgConnections(database.dataSource());
    private final PgTemplateStore bodies = new PgTemplateStore(connections, CHAIN);
    private final PgCandidates candidates = new PgCandidates(connections);

    @BeforeEach
    void migrate() {
        database.migrate("db/template", "db/runtime/outbox", "db/runtime/leases");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static TemplateBody at(int id, int height, List<TemplateBody.Entry> entries) {
        return new TemplateBody(id, CHAIN, height, FakeChainNode.id(height - 1), Recorded.POOL, entries, "", true);
    }

    private long count(String table) {
        return number("select count(*) from " + table);
    }

    private long number(String query) {
        Long answer = database.jdbc().queryForObject(query, Long.class);
        if (answer == null) {
            throw new AssertionError("no answer to " + query);
        }
        return answer;
    }

    @Test
    void givesEveryBodyBackAsItWas() {
        TemplateBody body = Solved.body();
        bodies.put(body);
        assertThat(new PgTemplateStore(connections, CHAIN).body(body.id())).contains(body);
        assertThat(bodies.body(77)).isEmpty();
        assertThat(new PgTemplateStore(connections, "bitcoin-main").body(body.id()))
                .isEmpty();
    }

    @Test
    void keepsATemplateIdOfTheUpperHalfOfThe32Bits() {
        TemplateBody body = at(-2, 100, List.of());
        bodies.put(body);
        assertThat(bodies.body(-2)).contains(body);
        assertThat(bodies.newest()).contains(new TemplateStore.Newest(-2, FakeChainNode.id(99)));
    }

    /** The transactions too: the store that made them believes that they are there. */
    @Test
    void aDatabaseThatForgotBodiesGetsThemFromMemory() {
        RecentBodies memory = new RecentBodies(bodies, 16);
        TemplateBody kept = at(-2, 99, List.of());
        TemplateBody forgotten = Solved.body();
        for (TemplateBody body : List.of(kept, forgotten)) {
            bodies.put(body);
            memory.add(body);
        }
        database.jdbc().execute("delete from template_transactions");
        database.jdbc().execute("delete from template_bodies where id = " + forgotten.id());

        memory.saveTo(new PgTemplateStore(connections, CHAIN));

        PgTemplateStore afterwards = new PgTemplateStore(connections, CHAIN);
        assertThat(afterwards.body(forgotten.id())).contains(forgotten);
        assertThat(afterwards.body(-2)).contains(kept);
        assertThat(forgotten.entries()).as("transactions").isNotEmpty();
    }

    /** As a replica that lagged behind, and leads before anybody missed the server. */
    @Test
    void aStoreThatLivesOnPutsWhatTheDatabaseForgot() {
        List<TemplateBody.Entry> entries = Solved.body().entries();
        bodies.put(at(1, 100, entries));
        database.jdbc().execute("delete from template_transactions");
        bodies.put(at(2, 100, entries));
        bodies.put(at(3, 100, entries.reversed()));

        PgTemplateStore another = new PgTemplateStore(connections, CHAIN);
        assertThat(another.body(2).orElseThrow().entries()).isEqualTo(entries).hasSize(2);
        assertThat(another.body(3).orElseThrow().entries()).isEqualTo(entries.reversed());
        assertThat(another.body(1).orElseThrow().entries()).isEqualTo(entries);
    }

    /** The other one has put the first of two by their ids, and goes on with the second. */
    @Test
    void twoInstancesThatPutTheSameTransactionsDoNotWaitForEachOther() throws Exception {
        List<TemplateBody.Entry> sorted = Solved.body().entries().stream()
                .sorted(Comparator.comparing(TemplateBody.Entry::wtxid))
                .toList();
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            insert(other, sorted.getFirst());
            var put = CompletableFuture.runAsync(() -> bodies.put(at(1, 100, sorted.reversed())));
            while (number("select count(*) from pg_locks where not granted") == 0) {
                assertThat(put).isNotDone();
                Thread.onSpinWait();
            }
            insert(other, sorted.getLast());
            other.commit();
            put.get(30, TimeUnit.SECONDS);
        }
        assertThat(bodies.body(1).orElseThrow().entries()).isEqualTo(sorted.reversed());
    }

    private static void insert(Connection connection, TemplateBody.Entry entry) throws SQLException {
        try (var insert = connection.prepareStatement("""
                insert into template_transactions (chain, wtxid, txid, raw, last_height) values (?, ?, ?, ?, 100)
                """)) {
            insert.setString(1, CHAIN);
            insert.setBytes(2, entry.wtxid().wire());
            insert.setBytes(3, entry.txid().wire());
            insert.setBytes(4, HexFormat.of().parseHex(entry.rawHex()));
            insert.executeUpdate();
        }
    }

    @Test
    void whatCouldNotBeSavedIsSavedWhenItIsTriedAgain() {
        MemoryStores other = new MemoryStores();
        RecentBodies memory = new RecentBodies(bodies, 16);
        List.of(5, 6, 7).forEach(id -> memory.add(at(id, 100 + id, List.of())));
        other.awayOnce = true;

        assertThatThrownBy(() -> memory.saveTo(other)).isInstanceOf(StoreAway.class);
        assertThat(other.bodies).containsOnlyKeys(6, 5);
        memory.saveTo(other);
        assertThat(other.bodies).containsOnlyKeys(7, 6, 5);
    }

    /** What memory saves comes the newest first, and a database's clock may step back. */
    @Test
    void theNewestTemplateIsTheOneOfTheHighestIdAlsoWhenAnOlderOneIsStoredAfterIt() {
        RecentBodies memory = new RecentBodies(bodies, 16);
        List.of(5, 6, 7).forEach(id -> memory.add(at(id, 100 + id, List.of())));

        memory.saveTo(bodies);

        assertThat(bodies.newest()).contains(new TemplateStore.Newest(7, FakeChainNode.id(106)));
        assertThat(count("template_bodies")).isEqualTo(3);
    }

    @Test
    void givesNoIdTwiceAlsoToTwoInstances() {
        PgTemplateStore other = new PgTemplateStore(connections, CHAIN);
        assertThat(List.of(bodies.nextId(), other.nextId(), bodies.nextId(), other.nextId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void givesNoIdOfBeforeWhenTheDatabaseCameBackFromAnOldCopy() {
        long second = number("select floor(extract(epoch from now()))::bigint");
        database.jdbc().execute("select setval('template_ids', 40)");
        assertThat(Integer.toUnsignedLong(bodies.nextId()))
                .as("all that was given in earlier seconds lies below")
                .isGreaterThanOrEqualTo(second);
    }

    @Test
    void givesTheNextIdWhenTheLastOneIsAheadOfTheClock() {
        database.jdbc().execute("select setval('template_ids', 4000000000)");
        assertThat(Integer.toUnsignedLong(bodies.nextId())).isEqualTo(4_000_000_001L);
        assertThat(Integer.toUnsignedLong(bodies.nextId())).isEqualTo(4_000_000_002L);
    }

    @Test
    void storesEachTransactionOnceHoweverManyTemplatesHoldIt() {
        List<TemplateBody.Entry> entries = Solved.body().entries();
        bodies.put(at(1, 100, entries));
        bodies.put(at(2, 100, entries));
        bodies.put(at(3, 101, entries.reversed()));
        assertThat(count("template_transactions")).isEqualTo(2);
        assertThat(bodies.body(3).orElseThrow().entries()).isEqualTo(entries.reversed());
    }

    @Test
    void dropsOldBodiesButNeverATransactionThatABodyStillNeeds() {
        List<TemplateBody.Entry> entries = Solved.body().entries();
        List<TemplateBody.Entry> staying = List.of(entries.getFirst());
        List<TemplateBody.Entry> passing = List.of(entries.getLast());
        bodies.put(at(1, 100, passing));
        for (int height = 100; height < 120; height++) {
            bodies.put(at(height, height, staying));
            bodies.dropBelow(height - 6);
            assertThat(bodies.body(Math.max(100, height - 6)).orElseThrow().entries())
                    .isEqualTo(staying);
        }
        assertThat(bodies.body(1)).isEmpty();
        assertThat(count("template_transactions")).isEqualTo(1);
        assertThat(count("template_bodies")).isEqualTo(7);
    }

    @Test
    void keepsTheFirstAddressOffered() {
        PgPoolAddresses addresses = new PgPoolAddresses(connections, CHAIN);
        assertThat(addresses.load()).isEmpty();
        assertThat(addresses.keep("first", Recorded.POOL)).isEqualTo(Recorded.POOL);
        assertThat(addresses.keep("second", Script.ofHex("51"))).isEqualTo(Recorded.POOL);
        assertThat(addresses.load()).contains(Recorded.POOL);
    }

    @Test
    void keepsACandidateOnce() {
        Candidate fresh = Candidate.fresh(Solved.block(), Recorded.POOL);
        assertThat(candidates.keep(fresh)).isTrue();
        assertThat(candidates.keep(fresh)).isFalse();
        assertThat(candidates.find(fresh.blockId())).contains(fresh);
        assertThat(candidates.open(CHAIN)).containsExactly(fresh);
        assertThat(candidates.open("bitcoin-main")).isEmpty();
    }

    @Test
    void movesABlockAndItsEventTogetherAndOnlyOnce() {
        Candidate fresh = Candidate.fresh(Solved.block(), Recorded.POOL);
        candidates.keep(fresh);
        Candidate found = fresh.moved(State.FOUND);
        BlockChanged event = found.event(1, 5_000);
        assertThat(candidates.advance(found, event, false)).isTrue();
        assertThat(candidates.advance(found, event, false)).isFalse();
        assertThat(count("outbox")).isEqualTo(1);
        byte[] written = database.jdbc().queryForObject("select record from outbox", byte[].class);
        assertThat(BlockChanged.TOPIC.codec().decode(written == null ? new byte[0] : written))
                .isEqualTo(event);
        Candidate matured = found.moved(State.MATURED);
        assertThat(candidates.advance(matured, matured.event(100, 6_000), true)).isTrue();
        assertThat(candidates.open(CHAIN)).isEmpty();
        assertThat(candidates.find(fresh.blockId()).flatMap(Candidate::state)).contains(State.MATURED);
    }

    @Test
    void remembersWhatEachNodeSaidLast() {
        Hash256 id = FakeChainNode.id(1);
        candidates.noteOutcome(id, "a", "unknown", "timeout");
        candidates.noteOutcome(id, "a", "accepted", "");
        candidates.noteOutcome(id, "b", "duplicate", "");
        assertThat(candidates.outcomes(id))
                .containsOnly(java.util.Map.entry("a", "accepted"), java.util.Map.entry("b", "duplicate"));
    }

    @Test
    void saysSoWhenTheDatabaseIsAway() {
        TestDatabase gone = TestDatabase.fresh();
        gone.close();
        PgTemplateStore away = new PgTemplateStore(new PgConnections(gone.dataSource()), CHAIN);
        assertThatThrownBy(away::nextId).isInstanceOf(StoreAway.class);
    }
}
