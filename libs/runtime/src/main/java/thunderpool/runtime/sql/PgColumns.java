package thunderpool.runtime.sql;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import thunderpool.runtime.sql.PgSql.Column;
import thunderpool.work.Work;

/** Turns a list of records into the array parameters of an {@code unnest}, one per column. */
public final class PgColumns {

    private PgColumns() {}

    public static <T> Column int8(List<T> rows, ToLongFunction<T> value) {
        Long[] values = new Long[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.applyAsLong(rows.get(i));
        }
        return new Column("int8", values);
    }

    /** PostgreSQL's text can hold every character but NUL, which a hostile worker name may hold: it is replaced. */
    public static <T> Column text(List<T> rows, Function<T, String> value) {
        return new Column(
                "text", rows.stream().map(value).map(PgColumns::storable).toArray(String[]::new));
    }

    public static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    public static <T> Column bytea(List<T> rows, Function<T, byte[]> value) {
        return new Column("bytea", rows.stream().map(value).toArray(byte[][]::new));
    }

    public static <T> Column work(List<T> rows, Function<T, Work> value) {
        return new Column(
                "numeric", rows.stream().map(row -> numeric(value.apply(row))).toArray(BigDecimal[]::new));
    }

    public static BigDecimal numeric(Work work) {
        return new BigDecimal(work.toBigInteger());
    }

    /** @throws ArithmeticException for a fraction, a negative value or one beyond 128 bits */
    public static Work work(BigDecimal numeric) {
        return Work.of(numeric.toBigIntegerExact());
    }
}
