package thunderpool.accounting.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;
import thunderpool.runtime.sql.PgSql.Column;

/**
 * The ledger in PostgreSQL. The primary key refuses a repeated transfer, the checks of the balances refuse to spend what
 * is not there, triggers refuse changes and keep the balances; this class only finds contradictions.
 */
public final class PgLedger implements Ledger {

    private static final String INSERT = """
            insert into ledger_transfers (id, kind, debit_purse, debit_account, credit_purse, credit_account,
                                          amount, reference, sequence, note, created_at_ms)
            select t.id, t.kind, t.debit_purse, d.id, t.credit_purse, c.id,
                   t.amount, t.reference, t.sequence, t.note, t.at_ms
            from unnest(?::bytea[], ?::text[], ?::text[], ?::bytea[], ?::text[], ?::bytea[],
                        ?::int8[], ?::bytea[], ?::int8[], ?::text[], ?::int8[])
                as t (id, kind, debit_purse, debit_script, credit_purse, credit_script,
                      amount, reference, sequence, note, at_ms)
            left join accounts d on d.chain = ? and d.script = t.debit_script
            left join accounts c on c.chain = ? and c.script = t.credit_script
            on conflict (id) do nothing
            """;

    private static final String SAME = """
            select count(*)
            from unnest(?::bytea[], ?::int8[]) as t (id, amount)
            join ledger_transfers l on l.id = t.id and l.amount = t.amount
            """;

    private static final String BALANCE = """
            select a.script, b.immature, b.payable, b.reserved, b.paid, b.version
            from accounts a join account_balances b on b.account_id = a.id
            where a.chain = ? and a.script = any (?)
            """;

    private static final String LEGS = """
                select purse, account_id, sum(amount) as amount
                from (
                    select debit_purse as purse, coalesce(debit_account, 0) as account_id, -amount as amount
                    from ledger_transfers where number %1$s ?
                    union all
                    select credit_purse, coalesce(credit_account, 0), amount
                    from ledger_transfers where number %1$s ?) as legs
                group by purse, account_id
            """;

    /** Adds up again what was audited, and puts right what is carried; answers by how much that was off. */
    private static final String RECOUNT = "with old as (" + LEGS.formatted("<=") + """
            ),
            differing as (
                select coalesce(o.purse, a.purse) as purse, coalesce(o.account_id, a.account_id) as account_id,
                       coalesce(o.amount, 0) as amount, coalesce(a.amount, 0) as carried
                from old o full join ledger_audited a on a.purse = o.purse and a.account_id = o.account_id
                where coalesce(o.amount, 0) <> coalesce(a.amount, 0)),
            mended as (
                insert into ledger_audited (purse, account_id, amount)
                select purse, account_id, amount from differing
                on conflict (purse, account_id) do update set amount = excluded.amount)
            select coalesce(sum(abs(amount - carried)), 0) from differing
            """;

    /**
     * One row: the sums of the purses, and how far each kind of check is off. One statement, because one statement sees one
     * moment: no lock keeps money from moving.
     */
    private static final String AUDIT = "with fresh as (" + LEGS.formatted(">") + """
            ),
            moved as (
                select purse, account_id, sum(amount) as amount
                from (select purse, account_id, amount from ledger_audited
                      union all
                      select purse, account_id, amount from fresh) as sums
                group by purse, account_id),
            carried as (
                insert into ledger_audited as old (purse, account_id, amount)
                select purse, account_id, amount from fresh
                on conflict (purse, account_id) do update set amount = old.amount + excluded.amount),
            advanced as (
                update ledger_checkpoint
                set number = greatest(number, (select coalesce(max(number), 0) from ledger_transfers))),
            held as (
                select p.purse, b.account_id, p.amount
                from account_balances b
                cross join lateral (values ('immature', b.immature), ('payable', b.payable),
                                           ('reserved', b.reserved), ('paid', b.paid)) as p (purse, amount)
                union all
                select purse, 0, balance from pool_balances),
            open_orders as (
                select a.id as account_id, sum(r.amount) as amount
                from payout_reservations r join accounts a on a.chain = ? and a.script = r.script
                where r.state = 'OPEN' group by 1)
            select (select coalesce(sum(amount), 0) from held),
                   (select coalesce(sum(abs(coalesce(h.amount, 0) - coalesce(m.amount, 0))), 0)
                        from held h full join moved m on m.purse = h.purse and m.account_id = h.account_id),
                   (select count(*) from held where purse <> 'chain' and amount < 0),
                   (select count(*) from account_balances b full join open_orders o on o.account_id = b.account_id
                        where coalesce(b.reserved, 0) <> coalesce(o.amount, 0)),
                   (select coalesce(sum(reward), 0) from blocks where position = 'IMMATURE'),
                   (select coalesce(sum(amount), 0) from held where purse = 'immature'),
                   (select coalesce(sum(amount), 0) from held where purse = 'payable'),
                   (select coalesce(sum(amount), 0) from held where purse = 'reserved'),
                   (select coalesce(sum(amount), 0) from held where purse = 'paid'),
                   (select coalesce(sum(amount), 0) from held where purse = 'fee_immature'),
                   (select coalesce(sum(amount), 0) from held where purse = 'fee_payable'),
                   (select coalesce(sum(amount), 0) from held where purse = 'chain')
            """;

    private final PgSql sql;
    private final String chain;

    public PgLedger(PgSql sql, String chain) {
        this.sql = sql;
        this.chain = chain;
    }

    @Override
    public void lock() {
        sql.query("select single from ledger_lock for update", row -> row.getBoolean(1));
    }

    @Override
    public Posting post(List<Transfer> transfers) {
        Column ids = PgColumns.bytea(transfers, transfer -> transfer.id().wire());
        Column amounts = PgColumns.int8(transfers, transfer -> transfer.amount().value());
        int posted = sql.update(
                INSERT,
                ids,
                PgColumns.text(transfers, transfer -> transfer.kind().label()),
                PgColumns.text(transfers, transfer -> transfer.debit().purse().label()),
                owners(transfers.stream().map(Transfer::debit).toList()),
                PgColumns.text(transfers, transfer -> transfer.credit().purse().label()),
                owners(transfers.stream().map(Transfer::credit).toList()),
                amounts,
                PgColumns.bytea(transfers, transfer -> transfer.reference().wire()),
                PgColumns.int8(transfers, Transfer::sequence),
                PgColumns.text(transfers, Transfer::note),
                PgColumns.int8(transfers, Transfer::atMs),
                chain,
                chain);
        if (posted < transfers.size()) {
            long same = sql.first(SAME, row -> row.getLong(1), ids, amounts).orElseThrow();
            if (same != transfers.size()) {
                throw new ContradictionException("of " + transfers.size() + " transfers of "
                        + transfers.getFirst().kind().label() + " "
                        + transfers.getFirst().reference() + " only " + same
                        + " equal what the ledger holds under their ids");
            }
        }
        return posted == 0 ? Posting.EXISTS : Posting.POSTED;
    }

    @Override
    public Map<Script, Balance> balances(Collection<Script> accounts) {
        Map<Script, Balance> balances = new HashMap<>();
        accounts.forEach(account -> balances.put(account, Balance.NONE));
        sql.query(
                BALANCE,
                row -> balances.put(new Script(row.getBytes(1)), readBalance(row)),
                chain,
                PgColumns.bytea(List.copyOf(accounts), Script::bytes));
        return balances;
    }

    @Override
    public Sats feePayable() {
        return sql.first(
                        "select balance from pool_balances where purse = 'fee_payable'", row -> Sats.of(row.getLong(1)))
                .orElseThrow();
    }

    @Override
    public LedgerAudit audit(Scope scope) {
        long through = sql.first("select number from ledger_checkpoint for update", row -> row.getLong(1))
                .orElseThrow();
        long changed =
                switch (scope) {
                    case NEW -> 0;
                    case WHOLE ->
                        sql.first(RECOUNT, row -> row.getLong(1), through, through)
                                .orElseThrow();
                };
        return sql.first(AUDIT, row -> readAudit(row, changed), through, through, chain)
                .orElseThrow();
    }

    private static Column owners(List<LedgerAccount> accounts) {
        byte[] @Nullable [] scripts = new byte[accounts.size()][];
        for (int i = 0; i < scripts.length; i++) {
            Script owner = accounts.get(i).owner();
            scripts[i] = owner == null ? null : owner.bytes();
        }
        return new Column("bytea", scripts);
    }

    private static Balance readBalance(ResultSet row) throws SQLException {
        return new Balance(
                Sats.of(row.getLong(2)),
                Sats.of(row.getLong(3)),
                Sats.of(row.getLong(4)),
                Sats.of(row.getLong(5)),
                row.getLong(6));
    }

    private static LedgerAudit readAudit(ResultSet row, long changed) throws SQLException {
        long total = row.getLong(1);
        long apart = row.getLong(2);
        long belowZero = row.getLong(3);
        long unreserved = row.getLong(4);
        long immatureBlocks = row.getLong(5);
        long immature = row.getLong(6);
        long feeImmature = row.getLong(10);
        List<String> findings = new ArrayList<>();
        if (changed != 0) {
            findings.add("transfers that were audited have changed since, by " + changed + " satoshi");
        }
        if (total != 0) {
            findings.add("all purses add up to " + total + " satoshi instead of 0");
        }
        if (apart != 0) {
            findings.add("balances differ from the sum of their transfers by " + apart + " satoshi");
        }
        if (belowZero != 0) {
            findings.add(belowZero + " purses are below zero");
        }
        if (unreserved != 0) {
            findings.add(unreserved + " accounts hold another reserve than their open orders");
        }
        if (immature + feeImmature != immatureBlocks) {
            findings.add(
                    "immature purses hold " + (immature + feeImmature) + " satoshi, immature blocks " + immatureBlocks);
        }
        return new LedgerAudit(
                Math.abs(total) + apart,
                row.getLong(12),
                immature,
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                feeImmature,
                row.getLong(11),
                findings);
    }
}
