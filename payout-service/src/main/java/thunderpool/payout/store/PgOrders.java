package thunderpool.payout.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.OrderBook;
import thunderpool.runtime.sql.PgSql;
import thunderpool.topics.PayoutChanged.State;

/**
 * Orders in PostgreSQL. {@code one_open_order_an_account} and {@code an_order_has_one_sequence} refuse what must not be;
 * the version makes every change a compare-and-set.
 */
final class PgOrders implements OrderBook {

    private static final String SELECT = """
            select o.*, f.family_id
            from payout_orders o left join payout_order_family f on f.order_id = o.order_id
            """;

    private final PgSql sql;

    PgOrders(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Order> find(Hash256 id) {
        return sql.first(SELECT + "where o.order_id = ?", PgOrders::read, id);
    }

    @Override
    public Optional<Order> newest(Script account) {
        return sql.first(SELECT + "where o.account = ? order by o.sequence desc limit 1", PgOrders::read, account);
    }

    @Override
    public List<Order> inState(State state, int limit) {
        return sql.query(
                SELECT + "where o.state = ? order by o.requested_at_ms, o.order_id limit ?",
                PgOrders::read,
                state,
                limit);
    }

    @Override
    public List<Order> lastEnded() {
        return sql.query("""
                select distinct on (o.account) o.*, f.family_id
                from payout_orders o left join payout_order_family f on f.order_id = o.order_id
                where o.state in ('PAID', 'RETURNED') and o.amount_sats > 0
                order by o.account, o.sequence desc
                """, PgOrders::read);
    }

    @Override
    public List<Order> ofFamily(Hash256 familyId) {
        return sql.query(
                SELECT + "where f.family_id = ? order by o.requested_at_ms, o.order_id", PgOrders::read, familyId);
    }

    @Override
    public void insert(Order order) {
        sql.update(
                """
                insert into payout_orders (order_id, account, sequence, minimum_sats, version, state, amount_sats, script,
                    txid, confirmations, requested_at_ms, reserved_at_ms, reserved_height, changed_at_ms)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                order.id(),
                order.account(),
                order.sequence(),
                order.minimum(),
                order.version(),
                order.state(),
                order.amount(),
                order.script(),
                order.txid(),
                order.confirmations(),
                order.requestedAtMs(),
                order.reservedAtMs(),
                order.reservedHeight(),
                order.changedAtMs());
    }

    /** The family is not written here: {@link PgFamilies#insert} binds. */
    @Override
    public void update(Order order) {
        int changed = sql.update(
                """
                update payout_orders
                   set version = ?, state = ?, amount_sats = ?, script = ?, txid = ?, confirmations = ?,
                       reserved_at_ms = ?, reserved_height = ?, changed_at_ms = ?, approved = ?
                 where order_id = ? and version = ?
                """,
                order.version(),
                order.state(),
                order.amount(),
                order.script(),
                order.txid(),
                order.confirmations(),
                order.reservedAtMs(),
                order.reservedHeight(),
                order.changedAtMs(),
                order.approved(),
                order.id(),
                order.version() - 1);
        if (changed != 1) {
            throw new IllegalStateException("order " + order.id() + " was changed meanwhile");
        }
    }

    @Override
    public long lastChangeMs() {
        return sql.first(
                        "select coalesce(max(changed_at_ms), 0) as last from payout_orders", row -> row.getLong("last"))
                .orElseThrow();
    }

    @Override
    public void adopt(Order order) {
        if (find(order.id()).isEmpty()) {
            insert(order);
        }
        int changed = sql.update(
                """
                update payout_orders
                   set version = ?, state = ?, amount_sats = ?, txid = ?, confirmations = ?, reserved_at_ms = ?,
                       changed_at_ms = ?
                 where order_id = ? and version <= ?
                """,
                order.version(),
                order.state(),
                order.amount(),
                order.txid(),
                order.confirmations(),
                order.reservedAtMs(),
                order.changedAtMs(),
                order.id(),
                order.version());
        if (changed != 1) {
            throw new IllegalStateException("order " + order.id() + " is newer than the log");
        }
    }

    private static Order read(ResultSet row) throws SQLException {
        return new Order(
                PgSql.hash(row, "order_id"),
                PgSql.script(row, "account"),
                row.getLong("sequence"),
                PgSql.sats(row, "minimum_sats"),
                row.getLong("version"),
                State.valueOf(row.getString("state")),
                PgSql.sats(row, "amount_sats"),
                PgSql.script(row, "script"),
                Optional.ofNullable(row.getString("family_id")).map(Hash256::ofDisplayHex),
                PgSql.hash(row, "txid"),
                row.getInt("confirmations"),
                row.getLong("requested_at_ms"),
                row.getLong("reserved_at_ms"),
                row.getInt("reserved_height"),
                row.getLong("changed_at_ms"),
                row.getBoolean("approved"));
    }
}
