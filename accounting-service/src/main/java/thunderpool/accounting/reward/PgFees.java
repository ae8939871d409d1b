package thunderpool.accounting.reward;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import thunderpool.runtime.sql.PgSql;
import thunderpool.work.RewardSystem;

/** Fees in PostgreSQL. */
public final class PgFees implements FeeBook {

    private static final String SELECT = "select reward_system, version, basis_points, from_slice from reward_fees ";

    private final PgSql sql;

    public PgFees(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Fee> newest(RewardSystem system) {
        return sql.first(SELECT + "where reward_system = ? order by version desc limit 1", PgFees::read, system.code());
    }

    @Override
    public Optional<Fee> at(RewardSystem system, long slice) {
        return sql.first(
                SELECT + "where reward_system = ? and from_slice <= ? order by version desc limit 1",
                PgFees::read,
                system.code(),
                slice);
    }

    @Override
    public void add(Fee fee) {
        sql.update(
                "insert into reward_fees (reward_system, version, basis_points, from_slice) values (?, ?, ?, ?)",
                fee.rewardSystem().code(),
                fee.version(),
                fee.basisPoints(),
                fee.fromSlice());
    }

    private static Fee read(ResultSet row) throws SQLException {
        return new Fee(RewardSystem.ofCode(row.getInt(1)), row.getLong(2), row.getInt(3), row.getLong(4));
    }
}
