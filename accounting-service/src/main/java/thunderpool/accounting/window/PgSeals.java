package thunderpool.accounting.window;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;

/** Seals in PostgreSQL, one row per partition, written only in the transaction that moves the partition's position. */
public final class PgSeals implements Seals {

    private static final String SEAL = """
            insert into slice_seals (partition, slice)
            select given.partition, given.slice from unnest(?::int8[], ?::int8[]) as given (partition, slice)
            order by given.partition
            on conflict (partition) do update set slice = greatest(slice_seals.slice, excluded.slice)
            """;

    private final PgSql sql;

    public PgSeals(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public void seal(Map<Integer, Long> slices) {
        if (slices.isEmpty()) {
            return;
        }
        List<Map.Entry<Integer, Long>> rows = List.copyOf(slices.entrySet());
        sql.update(SEAL, PgColumns.int8(rows, Map.Entry::getKey), PgColumns.int8(rows, Map.Entry::getValue));
    }

    @Override
    public Map<Integer, Long> sealed() {
        Map<Integer, Long> sealed = new HashMap<>();
        sql.query("select partition, slice from slice_seals", row -> sealed.put(row.getInt(1), row.getLong(2)));
        return sealed;
    }
}
