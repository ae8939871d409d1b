package thunderpool.payout.store;

import java.util.EnumMap;
import java.util.Map;
import thunderpool.runtime.sql.PgSql;
import thunderpool.topics.PayoutChanged.State;

/** What operators watch, counted in the tables. */
public final class PgFigures {

    /**
     * One reading.
     *
     * @param orders by state
     * @param oldestOpenMs when the oldest open order was requested, 0 when none is open
     * @param oldestUnconfirmedMs when the oldest order was bound that waits for its first confirmation, 0 when none does
     * @param openFamilies transactions that are watched
     * @param liabilitiesSats payable and reserved balances as accounting last said
     */
    public record Figures(
            Map<State, Long> orders,
            long oldestOpenMs,
            long oldestUnconfirmedMs,
            long openFamilies,
            long liabilitiesSats) {}

    private static final String REST = """
            select (select coalesce(min(requested_at_ms), 0) from payout_orders
                     where state in ('REQUESTED', 'RESERVED', 'SIGNED', 'BROADCAST', 'CONFIRMED')) as oldest_open,
                   (select coalesce(min(a.stored_at_ms), 0) from payout_orders o
                      join payout_order_family f on f.order_id = o.order_id
                      join payout_attempts a on a.family_id = f.family_id and a.number = 0
                     where o.state in ('SIGNED', 'BROADCAST')) as oldest_unconfirmed,
                   (select count(*) from payout_families where state = 'OPEN') as families,
                   (select coalesce(sum(payable_sats + reserved_sats), 0) from account_balances) as liabilities
            """;

    private final PgSql sql;

    public PgFigures(PgSql sql) {
        this.sql = sql;
    }

    public Figures read() {
        Map<State, Long> orders = new EnumMap<>(State.class);
        for (State state : State.values()) {
            orders.put(state, 0L);
        }
        sql.query(
                "select state, count(*) as orders from payout_orders group by state",
                row -> orders.put(State.valueOf(row.getString("state")), row.getLong("orders")));
        return sql.first(
                        REST,
                        row -> new Figures(
                                orders,
                                row.getLong("oldest_open"),
                                row.getLong("oldest_unconfirmed"),
                                row.getLong("families"),
                                row.getLong("liabilities")))
                .orElseThrow();
    }
}
