package thunderpool.accounting.reward;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import thunderpool.accounting.account.Account;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;
import thunderpool.topics.BlockChanged;
import thunderpool.work.Miner;
import thunderpool.work.RewardSystem;

/** Blocks in PostgreSQL. {@code block_credits} is written once per block: its primary key refuses a second split. */
public final class PgBlockBook implements BlockBook {

    private static final String COLUMNS = """
            select block_id, version, state, height, reward, nbits,
                   finder_script, finder_worker, reward_system, finder_scheme, slice, split, fee, position
            from blocks
            """;

    private static final String SAVE = """
            insert into blocks (block_id, version, state, height, reward, nbits, finder_script, finder_worker,
                                reward_system, finder_scheme, slice, split, fee, position)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (block_id) do update
                set version = excluded.version, state = excluded.state, split = excluded.split,
                    fee = excluded.fee, position = excluded.position
            """;

    private static final String ADD_CREDITS = """
            insert into block_credits (block_id, account_id, amount)
            select ?, a.id, given.amount
            from unnest(?::bytea[], ?::int8[]) as given (script, amount)
            join accounts a on a.chain = ? and a.script = given.script
            """;

    private static final String FIRST_SLICE = """
            select least(
                (select min(slice) from blocks where slice >= ?),
                (select min(greatest(at.slice, b.slice, ?))
                 from blocks b
                 cross join lateral (
                     (select c.slice from block_changes c
                      where c.block_id = b.block_id and c.slice >= ? and c.state in ('FOUND', 'MATURED')
                      order by c.slice limit 1)
                     union all
                     (select newest.slice
                      from (select c.slice, c.state from block_changes c
                            where c.block_id = b.block_id and c.slice < ? order by c.version desc limit 1) as newest
                      where newest.state in ('FOUND', 'MATURED'))) as at
                 where b.stated_epoch is null))
            """;

    private static final String STATE = """
            update blocks b set stated_epoch = ?
            where b.stated_epoch is null and b.split and b.slice <= ?
              and (select c.state from block_changes c
                   where c.block_id = b.block_id and c.slice <= ? order by c.version desc limit 1) in ('FOUND', 'MATURED')
            returning b.reward
            """;

    private static final String STATED_CREDITS = """
            select a.script, b.reward_system, c.amount
            from blocks b
            join block_credits c on c.block_id = b.block_id
            join accounts a on a.id = c.account_id
            where b.stated_epoch = ?
            """;

    private final PgSql sql;
    private final String chain;

    public PgBlockBook(PgSql sql, String chain) {
        this.sql = sql;
        this.chain = chain;
    }

    @Override
    public Optional<PoolBlock> find(Hash256 id) {
        return sql.first(COLUMNS + " where block_id = ?", PgBlockBook::readBlock, (Object) id.wire());
    }

    @Override
    public void save(PoolBlock block) {
        Miner finder = block.finder();
        sql.update(
                SAVE,
                block.id().wire(),
                block.version(),
                block.state().name(),
                block.height(),
                block.reward().value(),
                block.nbits(),
                finder.account().bytes(),
                PgColumns.storable(finder.worker()),
                finder.rewardSystem().code(),
                PgColumns.storable(finder.schemeTag()),
                block.slice(),
                block.split(),
                block.fee().value(),
                block.position().name());
    }

    @Override
    public void addChange(Hash256 id, Change change) {
        sql.update(
                "insert into block_changes (block_id, version, state, slice, at_ms) values (?, ?, ?, ?, ?)",
                id.wire(),
                change.version(),
                change.state().name(),
                change.slice(),
                change.atMs());
    }

    @Override
    public List<Change> story(Hash256 id) {
        return sql.query(
                "select version, state, slice, at_ms from block_changes where block_id = ? order by version",
                row -> new Change(
                        row.getLong(1), BlockChanged.State.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)),
                (Object) id.wire());
    }

    @Override
    public void addCredits(Hash256 id, SortedMap<Script, Sats> credits) {
        List<Map.Entry<Script, Sats>> rows = List.copyOf(credits.entrySet());
        int added = sql.update(
                ADD_CREDITS,
                id.wire(),
                PgColumns.bytea(rows, row -> row.getKey().bytes()),
                PgColumns.int8(rows, row -> row.getValue().value()),
                chain);
        if (added != rows.size()) {
            throw new IllegalStateException(
                    "block " + id + ": of " + rows.size() + " credited accounts " + added + " exist; none is credited");
        }
    }

    @Override
    public SortedMap<Script, Sats> credits(Hash256 id) {
        SortedMap<Script, Sats> credits = new TreeMap<>(Account.BY_SCRIPT);
        sql.query("""
                select a.script, c.amount from block_credits c join accounts a on a.id = c.account_id
                where c.block_id = ?
                """, row -> credits.put(new Script(row.getBytes(1)), Sats.of(row.getLong(2))), (Object) id.wire());
        return credits;
    }

    @Override
    public Optional<PoolBlock> firstUnsplit(long throughSlice) {
        return sql.first(COLUMNS + """
                        where not split and slice <= ? and exists (
                            select 1 from block_changes c where c.block_id = blocks.block_id and c.state <> 'REJECTED')
                        order by slice, height, block_id limit 1
                        """, PgBlockBook::readBlock, throughSlice);
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
                        slice,
                        slice,
                        slice)
                .orElse(OptionalLong.empty());
    }

    @Override
    public Map<BlockChanged.State, Long> countByState() {
        Map<BlockChanged.State, Long> counts = new EnumMap<>(BlockChanged.State.class);
        sql.query(
                "select state, count(*) from blocks group by state",
                row -> counts.put(BlockChanged.State.valueOf(row.getString(1)), row.getLong(2)));
        return counts;
    }

    @Override
    public OptionalLong oldestImmature() {
        return sql.first("select min(slice) from blocks where state = 'FOUND'", row -> {
                    long slice = row.getLong(1);
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(slice);
                })
                .orElse(OptionalLong.empty());
    }

    @Override
    public OptionalInt newestNbits() {
        return sql.first("select nbits from blocks order by height desc limit 1", row -> OptionalInt.of(row.getInt(1)))
                .orElse(OptionalInt.empty());
    }

    @Override
    public Earnings state(long epoch, long lastSlice) {
        List<Sats> rewards = sql.query(STATE, row -> Sats.of(row.getLong(1)), epoch, lastSlice, lastSlice);
        List<Credit> credits = rewards.isEmpty()
                ? List.of()
                : sql.query(
                        STATED_CREDITS,
                        row -> new Credit(
                                new Script(row.getBytes(1)),
                                RewardSystem.ofCode(row.getInt(2)),
                                Sats.of(row.getLong(3))),
                        epoch);
        return new Earnings(Sats.sum(rewards), credits);
    }

    private static PoolBlock readBlock(ResultSet row) throws SQLException {
        Miner finder = new Miner(
                new Script(row.getBytes(7)), row.getString(8), RewardSystem.ofCode(row.getInt(9)), row.getString(10));
        return new PoolBlock(
                Hash256.ofWire(row.getBytes(1)),
                row.getLong(2),
                BlockChanged.State.valueOf(row.getString(3)),
                row.getInt(4),
                Sats.of(row.getLong(5)),
                row.getInt(6),
                finder,
                row.getLong(11),
                row.getBoolean(12),
                Sats.of(row.getLong(13)),
                PoolBlock.Position.valueOf(row.getString(14)));
    }
}
