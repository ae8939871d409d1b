package thunderpool.accounting.window;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import thunderpool.accounting.account.Account;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;
import thunderpool.runtime.sql.PgSql.Column;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/**
 * Contributions in PostgreSQL: one upsert per table and batch. Rows are written in key order, so that instances which add
 * to the same slice wait for each other in a line, never in a circle. Exactly once is the position's business: it moves in
 * the same transaction.
 */
public final class PgContributions implements ContributionStore {

    private static final String ADD = """
            insert into shares_contributions (reward_system, slice, account_id, worker_id, shares, work)
            select given.reward_system, given.slice, a.id, w.id, given.shares, given.work
            from unnest(?::int8[], ?::int8[], ?::bytea[], ?::text[], ?::int8[], ?::numeric[])
                as given (reward_system, slice, script, worker, shares, work)
            join accounts a on a.chain = ? and a.script = given.script
            join workers w on w.account_id = a.id and w.name = given.worker
            order by 1, 2, 3, 4
            on conflict (reward_system, slice, account_id, worker_id) do update
                set shares = shares_contributions.shares + excluded.shares,
                    work = shares_contributions.work + excluded.work
            """;

    private static final String ADD_TOTALS = """
            insert into slice_totals (reward_system, slice, shares, work)
            select given.reward_system, given.slice, sum(given.shares), sum(given.work)
            from unnest(?::int8[], ?::int8[], ?::int8[], ?::numeric[])
                as given (reward_system, slice, shares, work)
            group by 1, 2 order by 1, 2
            on conflict (reward_system, slice) do update
                set shares = slice_totals.shares + excluded.shares,
                    work = slice_totals.work + excluded.work
            """;

    private static final String ADD_REJECTIONS = """
            insert into share_rejections (slice, rejection, shares)
            select given.slice, given.rejection, given.shares
            from unnest(?::int8[], ?::int8[], ?::int8[]) as given (slice, rejection, shares)
            order by 1, 2
            on conflict (slice, rejection) do update set shares = share_rejections.shares + excluded.shares
            """;

    private static final String TOTALS =
            "select slice, work from slice_totals where reward_system = ? and slice <= ? order by slice desc limit ?";

    private static final String WORK_BETWEEN = """
            select a.script, sums.work
            from (select account_id, sum(work) as work from shares_contributions
                  where reward_system = ? and slice between ? and ? group by account_id) sums
            join accounts a on a.id = sums.account_id
            """;

    private static final String TALLIES = """
            select a.script, sums.reward_system, sums.shares, sums.work
            from (select account_id, reward_system, sum(shares) as shares, sum(work) as work from shares_contributions
                  where reward_system = any (?) and slice between ? and ? group by 1, 2) sums
            join accounts a on a.id = sums.account_id
            """;

    private static final String FIRST_SLICE = """
            select min(slice) from (
                select (select min(slice) from slice_totals t where t.reward_system = system and t.slice >= ?) as slice
                from unnest(?::int8[]) as system) firsts
            """;

    private final PgSql sql;
    private final String chain;

    public PgContributions(PgSql sql, String chain) {
        this.sql = sql;
        this.chain = chain;
    }

    @Override
    public void add(List<Contribution> contributions) {
        if (contributions.isEmpty()) {
            return;
        }
        Column systems =
                PgColumns.int8(contributions, row -> row.key().rewardSystem().code());
        Column slices = PgColumns.int8(contributions, row -> row.key().slice());
        Column shares = PgColumns.int8(contributions, Contribution::shares);
        Column work = PgColumns.work(contributions, Contribution::work);
        int added = sql.update(
                ADD,
                systems,
                slices,
                PgColumns.bytea(contributions, row -> row.key().account().bytes()),
                PgColumns.text(contributions, row -> row.key().worker()),
                shares,
                work,
                chain);
        if (added != contributions.size()) {
            throw new IllegalStateException("of " + contributions.size() + " contributions " + added
                    + " found their account and worker; none is added");
        }
        sql.update(ADD_TOTALS, systems, slices, shares, work);
    }

    @Override
    public void addRejections(Map<RejectionKey, Long> rejections) {
        if (rejections.isEmpty()) {
            return;
        }
        List<Map.Entry<RejectionKey, Long>> rows = List.copyOf(rejections.entrySet());
        sql.update(
                ADD_REJECTIONS,
                PgColumns.int8(rows, row -> row.getKey().slice()),
                PgColumns.int8(rows, row -> row.getKey().rejection()),
                PgColumns.int8(rows, Map.Entry::getValue));
    }

    @Override
    public List<SliceTotal> totals(RewardSystem rewardSystem, long newestSlice, int limit) {
        return sql.query(
                TOTALS,
                row -> new SliceTotal(row.getLong(1), PgColumns.work(row.getBigDecimal(2))),
                rewardSystem.code(),
                newestSlice,
                limit);
    }

    @Override
    public SortedMap<Script, Work> workBetween(RewardSystem rewardSystem, long firstSlice, long lastSlice) {
        SortedMap<Script, Work> work = new TreeMap<>(Account.BY_SCRIPT);
        sql.query(
                WORK_BETWEEN,
                row -> work.put(new Script(row.getBytes(1)), PgColumns.work(row.getBigDecimal(2))),
                rewardSystem.code(),
                firstSlice,
                lastSlice);
        return work;
    }

    @Override
    public List<AccountTally> tallies(long firstSlice, long lastSlice) {
        List<AccountTally> tallies = sql.query(
                TALLIES,
                row -> new AccountTally(
                        new Script(row.getBytes(1)),
                        RewardSystem.ofCode(row.getInt(2)),
                        row.getLong(3),
                        PgColumns.work(row.getBigDecimal(4))),
                allSystems(),
                firstSlice,
                lastSlice);
        return tallies.stream().sorted(AccountTally.ORDER).toList();
    }

    @Override
    public OptionalLong firstSliceFrom(long slice) {
        return sql.first(
                        FIRST_SLICE,
                        row -> {
                            long first = row.getLong(1);
                            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(first);
                        },
                        slice,
                        allSystems())
                .orElse(OptionalLong.empty());
    }

    @Override
    public void forgetBefore(long slice) {
        sql.update("delete from shares_contributions where reward_system = any (?) and slice < ?", allSystems(), slice);
        sql.update("delete from slice_totals where reward_system = any (?) and slice < ?", allSystems(), slice);
        sql.update("delete from share_rejections where slice < ?", slice);
    }

    /** Named in the query, so that the primary key, which leads with the reward system, is walked by slice. */
    private static Column allSystems() {
        return PgColumns.int8(List.of(RewardSystem.values()), RewardSystem::code);
    }
}
