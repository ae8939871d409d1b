package thunderpool.dashboard.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.view.Page.Place;
import thunderpool.dashboard.view.Page.Placed;
import thunderpool.dashboard.view.Views.BlockRow;
import thunderpool.dashboard.view.Views.EpochRow;
import thunderpool.dashboard.view.Views.PayoutRow;
import thunderpool.dashboard.view.Views.StatementRow;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/** Reads lists that go on for years, a page at a time by the keys they are ordered by: the last page costs as the first. */
public final class PgLists {

    private static final String BLOCKS = """
            select b.*, r.work as round from blocks b left join rounds r on r.block_id = b.block_id""";

    /** Rows read at once where all are wanted. */
    private static final int AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final PgRows rows;
    private final ChainView chain;

    public PgLists(JdbcClient jdbc, Accounts accounts, ChainView chain) {
        this.jdbc = jdbc;
        this.rows = new PgRows(accounts);
        this.chain = chain;
    }

    /**
     * Blocks the pool found, the highest first.
     *
     * @param finder only this account's, or all when null
     */
    public Page<BlockRow> blocks(@Nullable Script finder, int limit, @Nullable String cursor) {
        Place from = cursor == null ? Place.of(Integer.MAX_VALUE, Long.MAX_VALUE, "") : Place.parse(cursor, 3);
        String whose = finder == null ? "true" : "b.account = :account";
        var query = jdbc.sql(BLOCKS + " where (b.height, b.found_at_ms, b.block_id) < (:height, :at, :id) and " + whose
                        + " order by b.height desc, b.found_at_ms desc, b.block_id desc limit :limit")
                .param("height", Math.clamp(from.number(0), Integer.MIN_VALUE, Integer.MAX_VALUE))
                .param("at", from.number(1))
                .param("id", from.bytes(2))
                .param("limit", limit + 1);
        if (finder != null) {
            query = query.param("account", finder.bytes());
        }
        return Page.of(
                query.query((row, at) -> new Placed<>(
                                rows.block(row, chain.height()),
                                Place.of(row.getInt("height"), row.getLong("found_at_ms"), hex(row, "block_id"))))
                        .list(),
                limit);
    }

    public Optional<BlockRow> block(Hash256 id) {
        return jdbc.sql(BLOCKS + " where b.block_id = ?")
                .param(id.wire())
                .query((row, at) -> rows.block(row, chain.height()))
                .optional();
    }

    /**
     * Payments, the one that changed last first; one that changes while the list is paged through moves to its front.
     *
     * @param account only this one's, or all when null
     */
    public Page<PayoutRow> payouts(@Nullable Script account, int limit, @Nullable String cursor) {
        Place from = cursor == null ? Place.of(Long.MAX_VALUE, "") : Place.parse(cursor, 2);
        String whose = account == null ? "true" : "account = :account";
        var query = jdbc.sql("select * from payouts where (at_ms, order_id) < (:at, :id) and " + whose
                        + " order by at_ms desc, order_id desc limit :limit")
                .param("at", from.number(0))
                .param("id", from.bytes(1))
                .param("limit", limit + 1);
        if (account != null) {
            query = query.param("account", account.bytes());
        }
        return Page.of(
                query.query((row, at) ->
                                new Placed<>(rows.payout(row), Place.of(row.getLong("at_ms"), hex(row, "order_id"))))
                        .list(),
                limit);
    }

    public Optional<PayoutRow> payout(byte[] orderId) {
        return jdbc.sql("select * from payouts where order_id = ?")
                .param(orderId)
                .query((row, at) -> rows.payout(row))
                .optional();
    }

    /** An account's statements, newest epoch first. */
    public Page<StatementRow> statements(Script account, int limit, @Nullable String cursor) {
        Place from = cursor == null ? Place.of(Long.MAX_VALUE, 0) : Place.parse(cursor, 2);
        return Page.of(
                jdbc.sql("""
                                select * from statements where account = :account
                                and (epoch < :epoch or (epoch = :epoch and reward_system > :system))
                                order by epoch desc, reward_system limit :limit""")
                        .param("account", account.bytes())
                        .param("epoch", from.number(0))
                        .param("system", from.number(1))
                        .param("limit", limit + 1)
                        .query((row, at) -> new Placed<>(
                                rows.statement(row), Place.of(row.getLong("epoch"), row.getInt("reward_system"))))
                        .list(),
                limit);
    }

    /** All of an account's statements, newest first, read a page at a time. */
    public void eachStatement(Script account, Consumer<StatementRow> reader, BooleanSupplier goOn) {
        each(cursor -> statements(account, AT_ONCE, cursor), reader, goOn);
    }

    /** All of an account's payments, the one that changed last first, read a page at a time. */
    public void eachPayout(Script account, Consumer<PayoutRow> reader, BooleanSupplier goOn) {
        each(cursor -> payouts(account, AT_ONCE, cursor), reader, goOn);
    }

    /** @param goOn asked before each further page */
    private static <T> void each(Function<@Nullable String, Page<T>> pages, Consumer<T> reader, BooleanSupplier goOn) {
        Page<T> page = pages.apply(null);
        page.rows().forEach(reader);
        for (String next = page.next(); next != null && goOn.getAsBoolean(); next = page.next()) {
            page = pages.apply(next);
            page.rows().forEach(reader);
        }
    }

    /** Closed epochs, newest first. */
    public Page<EpochRow> epochs(int limit, @Nullable String cursor) {
        Place from = cursor == null ? Place.of(Long.MAX_VALUE) : Place.parse(cursor, 1);
        return Page.of(
                jdbc.sql("select * from epochs where epoch < ? order by epoch desc limit ?")
                        .params(from.number(0), limit + 1)
                        .query((row, at) -> new Placed<>(epoch(row), Place.of(row.getLong("epoch"))))
                        .list(),
                limit);
    }

    public Optional<EpochRow> epoch(long number) {
        return jdbc.sql("select * from epochs where epoch = ?")
                .param(number)
                .query((row, at) -> epoch(row))
                .optional();
    }

    private static EpochRow epoch(ResultSet row) throws SQLException {
        return new EpochRow(
                row.getLong("epoch"),
                Instant.ofEpochMilli(Slice.startMs(row.getLong("first_slice"))),
                Instant.ofEpochMilli(Slice.startMs(row.getLong("last_slice") + 1)),
                row.getLong("shares"),
                PgRows.hashes(row.getBigDecimal("work")),
                row.getInt("statements"),
                row.getLong("rewards"));
    }

    /** Of one epoch, largest work first. */
    public List<StatementRow> statements(long epoch, int limit) {
        return jdbc.sql("select * from statements where epoch = ? order by work desc, account, reward_system limit ?")
                .params(epoch, limit)
                .query((row, at) -> rows.statement(row))
                .list();
    }

    /** Fees by reward system, the one that holds now first and those announced behind it; none whose plan was replaced. */
    List<Views.Fee> fees(long slice) {
        return jdbc.sql("""
                        select f.* from fees f
                        where not exists (
                            select 1 from fees o where o.reward_system = f.reward_system and o.version > f.version
                              and (o.from_slice <= :slice or o.from_slice <= f.from_slice))
                        order by f.reward_system, f.from_slice, f.version""")
                .param("slice", slice)
                .query((row, at) -> new Views.Fee(
                        RewardSystem.ofCode(row.getInt("reward_system")).name(),
                        row.getInt("basis_points"),
                        row.getLong("from_slice") <= 0
                                ? null
                                : Instant.ofEpochMilli(Slice.startMs(row.getLong("from_slice")))))
                .list();
    }

    private static String hex(ResultSet row, String column) throws SQLException {
        return HexFormat.of().formatHex(row.getBytes(column));
    }
}
