package thunderpool.payout.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Sats;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.runtime.sql.PgSql;
import thunderpool.topics.PayoutChanged.State;

/** What operators watch, counted in the tables. */
public final class PgFigures {

    /**
     * One reading.
     *
     * @param orders by state
     * @param oldestOpenMs when the oldest order was requested that is open and waits for no operator, 0 when none does
     * @param oldestUnconfirmedMs when the oldest order was bound that waits for its first confirmation, 0 when none does
     * @param openFamilies transactions that are watched
     * @param liabilitiesSats payable and reserved balances as accounting last said
     * @param word what operators hold up
     */
    public record Reading(
            Map<State, Long> orders,
            long oldestOpenMs,
            long oldestUnconfirmedMs,
            long openFamilies,
            long liabilitiesSats,
            Word word) {}

    /**
     * What waits for an operator's word.
     *
     * @param allHeld whether the payouts of all accounts are held
     * @param heldAccounts accounts that are held one by one
     * @param heldOrders open orders that are not signed because they are held
     * @param waitingSats reserved by the orders that wait for approval
     * @param oldestWaitingMs since when the oldest of these waits, 0 when none does
     * @param approval the threshold
     */
    public record Word(
            boolean allHeld,
            long heldAccounts,
            long heldOrders,
            long waitingSats,
            long oldestWaitingMs,
            ScheduleBook.Approval approval) {}

    private static final String REST = """
            select (select coalesce(min(requested_at_ms), 0) from payout_orders
                     where state in ('REQUESTED', 'RESERVED', 'SIGNED', 'BROADCAST', 'CONFIRMED')
                       and not (state in ('REQUESTED', 'RESERVED') and HELD)) as oldest_open,
                   (select coalesce(min(a.stored_at_ms), 0) from payout_orders o
                      join payout_order_family f on f.order_id = o.order_id
                      join payout_attempts a on a.family_id = f.family_id and a.number = 0
                     where o.state in ('SIGNED', 'BROADCAST')) as oldest_unconfirmed,
                   (select count(*) from payout_families where state = 'OPEN') as families,
                   (select coalesce(sum(payable_sats + reserved_sats), 0) from account_balances) as liabilities,
                   (select held from payout_hold) as all_held,
                   (select count(*) from account_schedules where held) as held_accounts,
                   (select count(*) from payout_orders
                     where state in ('REQUESTED', 'RESERVED', 'AWAITING_APPROVAL') and HELD) as held_orders,
                   (select coalesce(sum(amount_sats), 0) from payout_orders
                     where state = 'AWAITING_APPROVAL') as waiting_sats,
                   (select coalesce(min(changed_at_ms), 0) from payout_orders
                     where state = 'AWAITING_APPROVAL') as oldest_waiting,
                   (select version from payout_approval) as approval_version,
                   (select coalesce(above_sats, 0) from payout_approval) as approval_above
            """.replace("HELD", """
            ((select held from payout_hold)
             or exists (select 1 from account_schedules s where s.account = payout_orders.account and s.held))
            """);

    private final PgSql sql;

    public PgFigures(PgSql sql) {
        this.sql = sql;
    }

    public Reading read() {
        Map<State, Long> orders = new EnumMap<>(State.class);
        for (State state : State.values()) {
            orders.put(state, 0L);
        }
        sql.query(
                "select state, count(*) as orders from payout_orders group by state",
                row -> orders.put(State.valueOf(row.getString("state")), row.getLong("orders")));
        return sql.first(
                        REST,
                        row -> new Reading(
                                orders,
                                row.getLong("oldest_open"),
                                row.getLong("oldest_unconfirmed"),
                                row.getLong("families"),
                                row.getLong("liabilities"),
                                word(row)))
                .orElseThrow();
    }

    private static Word word(ResultSet row) throws SQLException {
        Optional<Sats> above =
                Optional.of(Sats.of(row.getLong("approval_above"))).filter(sats -> !sats.isZero());
        return new Word(
                row.getBoolean("all_held"),
                row.getLong("held_accounts"),
                row.getLong("held_orders"),
                row.getLong("waiting_sats"),
                row.getLong("oldest_waiting"),
                new ScheduleBook.Approval(row.getLong("approval_version"), above));
    }
}
