package thunderpool.accounting.payout;

import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.accounting.account.Account;
import thunderpool.accounting.account.Accounts;
import thunderpool.accounting.ledger.Alarms;
import thunderpool.accounting.ledger.Bookkeeper;
import thunderpool.accounting.ledger.Ledger;
import thunderpool.accounting.ledger.LedgerAccount;
import thunderpool.accounting.ledger.Outgoing;
import thunderpool.accounting.ledger.Transfer;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutOrderId;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Received;

/**
 * Answers orders and books their end. An order is answered once: asked again it gets the same answer, whatever the balance
 * is by then. Every method runs inside a transaction that holds the ledger's lock.
 */
public final class PayoutDesk {

    private static final Logger LOG = LoggerFactory.getLogger(PayoutDesk.class);

    private final String chain;
    private final Accounts accounts;
    private final Reservations reservations;
    private final Books books;
    private final Outgoing outgoing;
    private final Spoken spoken;

    /** What a desk reads and writes money by. */
    public record Books(Ledger ledger, Bookkeeper bookkeeper, Alarms alarms) {}

    /** Where answers are kept and told, and where they were told before. */
    public record Words(Reservations reservations, Outgoing outgoing, Spoken spoken) {}

    public PayoutDesk(String chain, Accounts accounts, Books books, Words words) {
        this.chain = chain;
        this.accounts = accounts;
        this.books = books;
        this.reservations = words.reservations;
        this.outgoing = words.outgoing;
        this.spoken = words.spoken;
    }

    public void onRequested(Received<PayoutRequested> received) {
        PayoutRequested order = received.value();
        Optional<Reservation> known = reservations.find(order.orderId());
        Reservation answer = known.orElseGet(() -> answer(order, received.appendTimeMs()));
        switch (answer.state()) {
            case OPEN ->
                outgoing.put(
                        PayoutAnswered.TOPIC,
                        new PayoutAnswered.PayoutReserved(answer.orderId(), chain, answer.amount(), answer.account()));
            case REFUSED ->
                outgoing.put(
                        PayoutAnswered.TOPIC,
                        new PayoutAnswered.PayoutRefused(answer.orderId(), chain, answer.reason()));
            // It was answered, and its money has moved since: who asks again must not take it for reserved.
            case PAID, RETURNED -> LOG.warn("order {} is {} and is asked for again", answer.orderId(), answer.state());
        }
    }

    private Reservation answer(PayoutRequested order, long atMs) {
        Sats payable = books.ledger().balance(order.account()).payable();
        Reservation answer = spoken.answered(order.orderId(), atMs)
                .map(word -> keep(order, word, payable))
                .orElseGet(() -> decide(order, payable));
        String refusal = answer.reason();
        reservations.add(answer);
        if (answer.state() == Reservation.State.OPEN) {
            Script account = answer.account();
            move(
                    Transfer.Kind.PAYOUT_RESERVED,
                    LedgerAccount.payable(account),
                    LedgerAccount.reserved(account),
                    answer,
                    atMs);
        }
        LOG.atInfo()
                .addKeyValue(LogKey.EVENT, refusal.isEmpty() ? LogEvent.ORDER_RESERVED : LogEvent.ORDER_REFUSED)
                .addKeyValue(LogKey.ORDER, answer.orderId().wireHex())
                .addKeyValue(LogKey.ACCOUNT, answer.account().hex())
                .addKeyValue(LogKey.AMOUNT, answer.amount().value())
                .log(refusal.isEmpty() ? "an order is reserved" : "an order gets nothing: {}", refusal);
        return answer;
    }

    /** A word that was given stands, also when the books had to be restored. */
    private Reservation keep(PayoutRequested order, PayoutAnswered word, Sats payable) {
        return switch (word) {
            case PayoutAnswered.PayoutRefused refused ->
                reservation(order, Sats.ZERO, Reservation.State.REFUSED, refused.reason());
            case PayoutAnswered.PayoutReserved reserved -> {
                if (payable.isLessThan(reserved.amount())) {
                    throw new Spoken.NotYetException("order " + order.orderId() + " was answered with "
                            + reserved.amount().value() + " sat, and only " + payable.value() + " are folded yet");
                }
                if (reservations.hasOpen(order.account())) {
                    throw new Spoken.NotYetException(
                            "order " + order.orderId() + " was reserved when the account's earlier order had ended");
                }
                yield reservation(order, reserved.amount(), Reservation.State.OPEN, "");
            }
        };
    }

    private Reservation decide(PayoutRequested order, Sats payable) {
        String refusal = refusal(order, payable);
        return refusal.isEmpty()
                ? reservation(order, order.exactly().orElse(payable), Reservation.State.OPEN, "")
                : reservation(order, Sats.ZERO, Reservation.State.REFUSED, refusal);
    }

    /** Why an order gets nothing; empty when it gets the payable balance, or exactly what it wants of it. */
    private String refusal(PayoutRequested order, Sats payable) {
        if (!order.orderId().equals(PayoutOrderId.of(order.chain(), order.account(), order.sequence()))) {
            return "the order's id is not that of its account and sequence";
        }
        if (books.alarms().isHalted()) {
            return "payouts are stopped by an alarm of the ledger";
        }
        Optional<Account> account = accounts.find(order.account());
        if (account.isEmpty()) {
            return "unknown account";
        }
        if (account.get().held()) {
            return "payouts of this account are held";
        }
        if (reservations.hasOpen(order.account())) {
            return "an earlier order of this account is open";
        }
        if (payable.isZero() || payable.isLessThan(order.minimum())) {
            return payable.value() + " sat payable, less than the minimum of "
                    + order.minimum().value();
        }
        if (order.exactly()
                .filter(wanted -> wanted.isZero() || payable.isLessThan(wanted))
                .isPresent()) {
            return payable.value() + " sat payable, not the "
                    + order.exactly().orElse(Sats.ZERO).value() + " to be booked";
        }
        return "";
    }

    private static Reservation reservation(PayoutRequested order, Sats amount, Reservation.State state, String reason) {
        return new Reservation(order.orderId(), order.account(), order.sequence(), amount, state, reason);
    }

    public void onSettled(Received<PayoutSettled> received) {
        PayoutSettled settled = received.value();
        Reservation.State end = settled.paid() ? Reservation.State.PAID : Reservation.State.RETURNED;
        Optional<Reservation> known = reservations.find(settled.orderId());
        if (known.isEmpty() && spoken.wasRequested(settled.orderId())) {
            throw new Spoken.NotYetException("order " + settled.orderId() + " is settled before its request is folded");
        }
        String contradiction = contradiction(settled, end, known);
        if (!contradiction.isEmpty()) {
            books.alarms()
                    .raise(
                            "payout-contradiction",
                            "order " + settled.orderId() + ": " + contradiction,
                            received.appendTimeMs());
            return;
        }
        Reservation order = known.orElseThrow();
        if (order.state() != Reservation.State.OPEN) {
            return;
        }
        Script account = order.account();
        reservations.settle(order.become(end));
        if (settled.paid()) {
            move(
                    Transfer.Kind.PAYOUT_PAID,
                    LedgerAccount.reserved(account),
                    LedgerAccount.paid(account),
                    order,
                    received.appendTimeMs());
        } else {
            move(
                    Transfer.Kind.PAYOUT_RETURNED,
                    LedgerAccount.reserved(account),
                    LedgerAccount.payable(account),
                    order,
                    received.appendTimeMs());
        }
    }

    private static String contradiction(PayoutSettled settled, Reservation.State end, Optional<Reservation> known) {
        if (known.isEmpty()) {
            return "settled, but never requested";
        }
        Reservation order = known.get();
        if (order.state() != Reservation.State.OPEN && order.state() != end) {
            return "settled as " + end + ", but it is " + order.state();
        }
        if (!order.amount().equals(settled.amount()) || !order.account().equals(settled.account())) {
            return "settled with " + settled.amount().value() + " sat to " + settled.account() + ", but it reserved "
                    + order.amount().value() + " sat for " + order.account();
        }
        return "";
    }

    private void move(Transfer.Kind kind, LedgerAccount debit, LedgerAccount credit, Reservation order, long atMs) {
        Hash256 reference = order.orderId();
        books.bookkeeper().post(List.of(new Transfer(kind, debit, credit, order.amount(), reference, 0, "", atMs)));
    }
}
