package thunderpool.accounting.payout;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;

/**
 * Reservations in PostgreSQL. The primary key keeps one answer per order; {@code payout_reservations_open} allows one open
 * order per account.
 */
public final class PgReservations implements Reservations {

    private final PgSql sql;

    public PgReservations(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<Reservation> find(Hash256 orderId) {
        return sql.first(
                "select script, sequence, amount, state, reason from payout_reservations where order_id = ?",
                row -> new Reservation(
                        orderId,
                        new Script(row.getBytes(1)),
                        row.getLong(2),
                        Sats.of(row.getLong(3)),
                        Reservation.State.valueOf(row.getString(4)),
                        row.getString(5)),
                (Object) orderId.wire());
    }

    @Override
    public boolean hasOpen(Script account) {
        return sql.first(
                        "select exists (select 1 from payout_reservations where script = ? and state = 'OPEN')",
                        row -> row.getBoolean(1),
                        (Object) account.bytes())
                .orElseThrow();
    }

    @Override
    public void add(Reservation reservation) {
        sql.update(
                """
                insert into payout_reservations (order_id, script, sequence, amount, state, reason)
                values (?, ?, ?, ?, ?, ?)
                """,
                reservation.orderId().wire(),
                reservation.account().bytes(),
                reservation.sequence(),
                reservation.amount().value(),
                reservation.state().name(),
                PgColumns.storable(reservation.reason()));
    }

    @Override
    public void settle(Reservation reservation) {
        int settled = sql.update(
                "update payout_reservations set state = ? where order_id = ? and state = 'OPEN'",
                reservation.state().name(),
                reservation.orderId().wire());
        if (settled != 1) {
            throw new IllegalStateException("order " + reservation.orderId() + " is not open");
        }
    }
}
