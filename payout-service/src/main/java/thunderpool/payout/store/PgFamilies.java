package thunderpool.payout.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Transaction;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Family;
import thunderpool.payout.port.FamilyBook;
import thunderpool.runtime.sql.PgSql;

/**
 * Families in PostgreSQL. {@code an_input_has_one_family} owns inputs, the key of payout_order_family binds an order
 * once and forever, and the foreign keys of payout_attempt_orders let an attempt pay only orders of its own family.
 */
final class PgFamilies implements FamilyBook {

    private final PgSql sql;
    private final long leaseToken;

    PgFamilies(PgSql sql, long leaseToken) {
        this.sql = sql;
        this.leaseToken = leaseToken;
    }

    private record Row(Hash256 id, Family.State state, Script changeScript) {
        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    PgSql.hash(row, "family_id"),
                    Family.State.valueOf(row.getString("state")),
                    PgSql.script(row, "change_script"));
        }
    }

    @Override
    public List<Family> open() {
        return whole(sql.query("select * from payout_families where state = 'OPEN' order by opened", Row::read));
    }

    @Override
    public Optional<Family> find(Hash256 id) {
        return whole(sql.query("select * from payout_families where family_id = ?", Row::read, id)).stream()
                .findFirst();
    }

    private record Of<T>(Hash256 parent, T child) {}

    /** Three queries for any number of families. */
    private List<Family> whole(List<Row> rows) {
        List<Hash256> ids = rows.stream().map(Row::id).toList();
        Map<Hash256, List<Coin>> inputs = grouped(sql.query(
                "select * from payout_inputs where family_id = any (?) order by position",
                row -> new Of<>(PgSql.hash(row, "family_id"), coin(row)),
                ids));
        Map<Hash256, List<Hash256>> orders = grouped(sql.query(
                "select txid, order_id from payout_attempt_orders where family_id = any (?) order by position",
                row -> new Of<>(PgSql.hash(row, "txid"), PgSql.hash(row, "order_id")),
                ids));
        Map<Hash256, List<Attempt>> attempts = grouped(sql.query(
                "select * from payout_attempts where family_id = any (?) order by number",
                row -> new Of<>(
                        PgSql.hash(row, "family_id"),
                        attempt(row, orders.getOrDefault(PgSql.hash(row, "txid"), List.of()))),
                ids));
        return rows.stream()
                .map(row -> new Family(
                        row.id,
                        row.state,
                        inputs.getOrDefault(row.id, List.of()),
                        row.changeScript,
                        attempts.getOrDefault(row.id, List.of())))
                .toList();
    }

    private static <T> Map<Hash256, List<T>> grouped(List<Of<T>> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(Of::parent, Collectors.mapping(Of::child, Collectors.toList())));
    }

    private static Coin coin(ResultSet row) throws SQLException {
        return new Coin(
                outPoint(row), PgSql.sats(row, "value_sats"), PgSql.script(row, "script"), row.getInt("confirmations"));
    }

    private static Attempt attempt(ResultSet row, List<Hash256> orders) throws SQLException {
        return new Attempt(
                PgSql.hash(row, "txid"),
                row.getInt("number"),
                Transaction.parse(row.getBytes("signed")),
                orders,
                row.getInt("fee_rate"),
                row.getLong("stored_at_ms"),
                row.getInt("stored_height"),
                row.getBoolean("accepted"));
    }

    @Override
    public void insert(Family family) {
        sql.update(
                "insert into payout_families (family_id, state, change_script) values (?, ?, ?)",
                family.id(),
                family.state(),
                family.changeScript());
        for (int i = 0; i < family.inputs().size(); i++) {
            Coin coin = family.inputs().get(i);
            sql.update(
                    """
                    insert into payout_inputs (txid, vout, family_id, position, value_sats, script, confirmations)
                    values (?, ?, ?, ?, ?, ?, ?)
                    """,
                    coin.outPoint().txid(),
                    Integer.toUnsignedLong(coin.outPoint().index()),
                    family.id(),
                    i,
                    coin.value(),
                    coin.script(),
                    coin.confirmations());
        }
        for (Hash256 order : family.orderIds()) {
            sql.update("insert into payout_order_family (order_id, family_id) values (?, ?)", order, family.id());
        }
        family.attempts().forEach(attempt -> addAttempt(family.id(), attempt));
    }

    @Override
    public void addAttempt(Hash256 familyId, Attempt attempt) {
        int stored = sql.update(
                """
                insert into payout_attempts
                    (txid, family_id, number, signed, fee_rate, stored_at_ms, stored_height, accepted, lease_token)
                select ?, family_id, ?, ?, ?, ?, ?, ?, ? from payout_families where family_id = ? and state = 'OPEN'
                """,
                attempt.txid(),
                attempt.number(),
                attempt.signed().serialize(),
                attempt.feeRate(),
                attempt.storedAtMs(),
                attempt.storedHeight(),
                attempt.accepted(),
                leaseToken,
                familyId);
        if (stored != 1) {
            throw new IllegalStateException("family " + familyId + " is not open");
        }
        for (int i = 0; i < attempt.orderIds().size(); i++) {
            sql.update(
                    "insert into payout_attempt_orders (txid, position, order_id, family_id) values (?, ?, ?, ?)",
                    attempt.txid(),
                    i,
                    attempt.orderIds().get(i),
                    familyId);
        }
    }

    @Override
    public void markAccepted(Hash256 txid) {
        sql.update("update payout_attempts set accepted = true where txid = ?", txid);
    }

    @Override
    public void close(Hash256 familyId, Hash256 winner) {
        end(familyId, Family.State.CLOSED);
        sql.update("update payout_attempts set ruled_out = true where family_id = ? and txid <> ?", familyId, winner);
    }

    @Override
    public void bury(Hash256 familyId) {
        end(familyId, Family.State.DEAD);
        sql.update("update payout_attempts set ruled_out = true where family_id = ?", familyId);
        sql.update("delete from payout_inputs where family_id = ?", familyId);
    }

    private void end(Hash256 familyId, Family.State state) {
        int changed = sql.update(
                "update payout_families set state = ? where family_id = ? and state = 'OPEN'", state, familyId);
        if (changed != 1) {
            throw new IllegalStateException("family " + familyId + " is not open");
        }
    }

    @Override
    public Set<Hash256> ruledOut(Set<Hash256> txids) {
        return new HashSet<>(sql.query(
                "select txid from payout_attempts where ruled_out and txid = any (?)",
                row -> PgSql.hash(row, "txid"),
                txids));
    }

    @Override
    public Set<Hash256> ours(Set<Hash256> txids) {
        return new HashSet<>(sql.query(
                "select txid from payout_attempts where txid = any (?)", row -> PgSql.hash(row, "txid"), txids));
    }

    @Override
    public Set<OutPoint> reserved() {
        return new HashSet<>(sql.query("select txid, vout from payout_inputs", PgFamilies::outPoint));
    }

    @Override
    public Optional<Script> spareChange() {
        return sql.first("select script from payout_spare_change", row -> PgSql.script(row, "script"));
    }

    @Override
    public void keepSpareChange(Script script) {
        sql.update(
                "insert into payout_spare_change (script) values (?)"
                        + " on conflict (only_row) do update set script = excluded.script",
                script);
    }

    @Override
    public void dropSpareChange() {
        sql.update("delete from payout_spare_change");
    }

    static OutPoint outPoint(ResultSet row) throws SQLException {
        return new OutPoint(PgSql.hash(row, "txid"), (int) row.getLong("vout"));
    }
}
