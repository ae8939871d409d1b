package thunderpool.payout.store;

import java.util.Optional;
import java.util.function.Function;
import thunderpool.bitcoin.Hash256;
import thunderpool.payout.port.AdoptionBook;
import thunderpool.payout.port.ChainBook;
import thunderpool.payout.port.FamilyBook;
import thunderpool.payout.port.OrderBook;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.port.ScheduleBook;
import thunderpool.runtime.Lease;
import thunderpool.runtime.LeaseLostException;
import thunderpool.runtime.Outbox;
import thunderpool.runtime.PgLease;
import thunderpool.runtime.sql.PgSql;
import thunderpool.runtime.sql.Transactions;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Topic;

/**
 * The store of one lease term in PostgreSQL. Every transaction first locks the lease's row and checks its token, so what
 * it writes was written by the holder, and nobody takes the lease before it ends.
 */
public final class PgPayoutStore implements PayoutStore {

    /**
     * Where rows are kept, the same for every term.
     *
     * @param outbox of the same transactions
     */
    public record Tables(
            Transactions transactions,
            PgSql sql,
            SchemeRepository schemes,
            ScheduleRepository schedules,
            Outbox outbox,
            PgLease leases) {}

    private final Tables tables;
    private final Lease lease;
    private final PgTx tx;

    public PgPayoutStore(Tables tables, Lease lease) {
        this.tables = tables;
        this.lease = lease;
        this.tx = new PgTx(
                tables,
                new PgOrders(tables.sql()),
                new PgFamilies(tables.sql(), lease.token()),
                new PgSchedules(tables.sql(), tables.schemes(), tables.schedules()),
                new PgChain(tables.sql()),
                new PgAdoptions(tables.sql()));
    }

    @Override
    public <T> T transact(Function<PayoutTx, T> work) {
        try {
            return tables.transactions().run(() -> {
                tables.leases().guard(lease);
                return work.apply(tx);
            });
        } catch (LeaseLostException lost) {
            throw new FencedException(String.valueOf(lost.getMessage()));
        }
    }

    private record PgTx(
            Tables tables,
            OrderBook orders,
            FamilyBook families,
            ScheduleBook schedules,
            ChainBook chain,
            AdoptionBook adoptions)
            implements PayoutTx {

        @Override
        public <T> void publish(Topic<T> topic, T value) {
            tables.outbox().append(topic, value);
        }

        @Override
        public Optional<CommandAnswered> answerTo(Hash256 commandId) {
            return tables.sql()
                    .first(
                            "select answer from command_answers where command_id = ?",
                            row -> CommandAnswered.OF_PAYOUT.codec().decode(row.getBytes("answer")),
                            commandId);
        }

        @Override
        public void keepAnswer(CommandAnswered answer) {
            tables.sql()
                    .update(
                            "insert into command_answers (command_id, answer) values (?, ?)",
                            answer.commandId(),
                            CommandAnswered.OF_PAYOUT.codec().encode(answer));
        }
    }
}
