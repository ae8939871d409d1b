package thunderpool.payout.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.port.AdoptionBook;
import thunderpool.runtime.sql.PgSql;

/** What was adopted, in PostgreSQL. */
final class PgAdoptions implements AdoptionBook {

    private final PgSql sql;

    PgAdoptions(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Watch> watch() {
        return sql.first(
                "select floor, height, log_ms from payout_watch",
                row -> new Watch(row.getInt("floor"), row.getInt("height"), row.getLong("log_ms")));
    }

    @Override
    public void save(Watch watch) {
        sql.update(
                "insert into payout_watch (floor, height, log_ms) values (?, ?, ?) on conflict (only_row) do update"
                        + " set floor = excluded.floor, height = excluded.height, log_ms = excluded.log_ms",
                watch.floor(),
                watch.height(),
                watch.logMs());
    }

    @Override
    public Set<Hash256> known(Set<Hash256> txids) {
        return new HashSet<>(sql.query(
                "select distinct txid from adopted_payments where txid = any (?)",
                row -> PgSql.hash(row, "txid"),
                txids));
    }

    @Override
    public List<Adopted> inState(Adopted.State state) {
        return sql.query("select * from adopted_payments where state = ? order by found", PgAdoptions::read, state);
    }

    @Override
    public List<Adopted> ofTransaction(Hash256 txid) {
        return sql.query("select * from adopted_payments where txid = ? order by found", PgAdoptions::read, txid);
    }

    @Override
    public List<Adopted> ofAccount(Script account) {
        return sql.query("select * from adopted_payments where account = ? order by found", PgAdoptions::read, account);
    }

    @Override
    public Optional<Adopted> ofOrder(Hash256 orderId) {
        return sql.first(
                "select * from adopted_payments where order_id = ? order by found desc limit 1",
                PgAdoptions::read,
                orderId);
    }

    @Override
    public void save(Collection<Adopted> payments) {
        for (Adopted payment : payments) {
            sql.update(
                    """
                    insert into adopted_payments (txid, account, amount_sats, order_id, state) values (?, ?, ?, ?, ?)
                    on conflict (txid, account) do update
                       set amount_sats = excluded.amount_sats, order_id = excluded.order_id, state = excluded.state
                    """,
                    payment.txid(),
                    payment.account(),
                    payment.amount(),
                    payment.order().orElse(null),
                    payment.state());
        }
    }

    private static Adopted read(ResultSet row) throws SQLException {
        return new Adopted(
                PgSql.hash(row, "txid"),
                PgSql.script(row, "account"),
                PgSql.sats(row, "amount_sats"),
                Optional.ofNullable(row.getString("order_id")).map(Hash256::ofDisplayHex),
                Adopted.State.valueOf(row.getString("state")));
    }
}
