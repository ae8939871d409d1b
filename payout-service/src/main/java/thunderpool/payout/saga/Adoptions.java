package thunderpool.payout.saga;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.PayoutChain.Own;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.saga.Asked.Refusal;
import thunderpool.payout.schedule.Balance;
import thunderpool.topics.PayoutChanged.State;

/**
 * Books payments that were adopted: the ledger sets aside exactly what the chain has paid already, and the order ends as
 * paid by that transaction. Until then the account gets nothing else, whatever is payable.
 */
final class Adoptions {

    private final Desk desk;
    private final Orders orders;
    private Optional<SeenBlock> askedAt = Optional.empty();
    private Map<Hash256, Optional<Own>> wallet = Map.of();

    Adoptions(Desk desk, Orders orders) {
        this.desk = desk;
        this.orders = orders;
    }

    /** Accounts that wait for the booking of a payment. */
    static Set<Script> waiting(PayoutTx tx) {
        return tx.adoptions().inState(Adopted.State.OPEN).stream()
                .map(Adopted::account)
                .collect(Collectors.toSet());
    }

    /** What is asked of accounting for an order: exactly the adopted payment that it books. */
    static Optional<Sats> exactly(PayoutTx tx, Order order) {
        return tx.adoptions()
                .ofOrder(order.id())
                .filter(payment -> payment.state() == Adopted.State.OPEN)
                .map(Adopted::amount);
    }

    /** The wallet is asked once a block for each. */
    void run(long nowMs) {
        List<Adopted> open = desk.store().transact(tx -> tx.adoptions().inState(Adopted.State.OPEN));
        Optional<SeenBlock> tip = desk.store().transact(tx -> tx.chain().tip());
        if (open.isEmpty() || tip.isEmpty()) {
            return;
        }
        if (!tip.equals(askedAt) || open.stream().anyMatch(payment -> !wallet.containsKey(payment.txid()))) {
            Map<Hash256, Optional<Own>> asked = new HashMap<>();
            open.forEach(payment -> asked.computeIfAbsent(payment.txid(), desk.chain()::own));
            wallet = asked;
            askedAt = tip;
            keepOnAir();
        }
        for (Adopted payment : open) {
            Optional<Own> own = wallet.getOrDefault(payment.txid(), Optional.empty());
            if (own.isEmpty()) {
                desk.log().note(PayoutEvent.PAYMENT_MISSING, About.transaction(payment.txid()), "");
            } else {
                int confirmations = own.get().confirmations();
                desk.store().transact(tx -> {
                    // Another payment of the same order may have ended this one a moment ago.
                    if (tx.adoptions().inState(Adopted.State.OPEN).contains(payment)) {
                        advance(tx, payment, confirmations, nowMs);
                    }
                    return true;
                });
            }
        }
    }

    /** A mempool may have lost it, and a wallet takes its time. Refused it is when another attempt of it is on the air. */
    private void keepOnAir() {
        for (Optional<Own> own : wallet.values()) {
            if (own.filter(known -> known.confirmations() == 0).isPresent()) {
                var _ = desk.chain().send(own.get().transaction());
            }
        }
    }

    private void advance(PayoutTx tx, Adopted payment, int confirmations, long nowMs) {
        Optional<Order> order = payment.order().flatMap(id -> tx.orders().find(id));
        if (-confirmations >= desk.rules().watchConfirmations()) {
            tx.adoptions().save(List.of(payment.become(Adopted.State.VOID)));
            order.ifPresent(booking -> end(tx, booking, nowMs));
        } else if (order.isPresent()) {
            follow(tx, payment, order.get(), confirmations, nowMs);
        } else {
            findOrder(tx, payment, confirmations, nowMs);
        }
    }

    private static boolean isOnItsWay(State state) {
        return switch (state) {
            case SIGNED, BROADCAST, CONFIRMED -> true;
            case REQUESTED, RESERVED, AWAITING_APPROVAL, REFUSED, PAID, RETURNED -> false;
        };
    }

    private static boolean hasOpen(PayoutTx tx, Order order) {
        return tx.adoptions().ofAccount(order.account()).stream()
                .anyMatch(payment -> payment.state() == Adopted.State.OPEN
                        && payment.order().filter(order.id()::equals).isPresent());
    }

    private void follow(PayoutTx tx, Adopted payment, Order order, int confirmations, long nowMs) {
        switch (order.state()) {
            case REQUESTED, AWAITING_APPROVAL -> {}
            case RESERVED -> orders.update(tx, order.moved(State.SIGNED, payment.txid(), 0, nowMs));
            case SIGNED, BROADCAST, CONFIRMED -> {
                if (confirmations >= desk.rules().settleConfirmations()) {
                    orders.paid(tx, order, payment.txid(), confirmations, nowMs);
                    close(tx, payment, order);
                } else if (confirmations > 0) {
                    orders.confirmed(tx, order, payment.txid(), confirmations, nowMs);
                }
            }
            case REFUSED, RETURNED -> {
                if (nowMs - order.changedAtMs() >= desk.rules().refusalPause().toMillis()) {
                    tx.adoptions().save(List.of(payment.bookedBy(Optional.empty())));
                }
            }
            case PAID -> close(tx, payment, order);
        }
    }

    /** The order is paid by this one; what else was to pay it never will. */
    private static void close(PayoutTx tx, Adopted payment, Order order) {
        tx.adoptions()
                .save(tx.adoptions().ofAccount(order.account()).stream()
                        .filter(other ->
                                other.order().filter(order.id()::equals).isPresent()
                                        && other.state() == Adopted.State.OPEN)
                        .map(other -> other.become(
                                other.txid().equals(payment.txid()) ? Adopted.State.BOOKED : Adopted.State.VOID))
                        .toList());
    }

    private void findOrder(PayoutTx tx, Adopted payment, int confirmations, long nowMs) {
        Optional<Order> newest = tx.orders().newest(payment.account());
        if (newest.filter(order -> isUnsigned(order, payment)).isPresent()) {
            tx.adoptions().save(List.of(payment.bookedBy(newest.map(Order::id))));
            return;
        }
        boolean busy = newest.map(Order::state).filter(Order::isOpen).isPresent()
                || tx.adoptions().ofAccount(payment.account()).stream()
                        .anyMatch(other -> other.state() == Adopted.State.OPEN
                                && other.order().isPresent());
        boolean funded = tx.schedules()
                .balance(payment.account())
                .map(Balance::payable)
                .filter(payable -> !payable.isLessThan(payment.amount()))
                .isPresent();
        if (!busy && funded && confirmations >= desk.rules().settleConfirmations()) {
            Order order = Order.requested(
                    desk.rules().chain().name(),
                    payment.account(),
                    newest.map(last -> last.sequence() + 1).orElse(0L),
                    payment.amount(),
                    nowMs);
            orders.insert(tx, order);
            tx.adoptions().save(List.of(payment.bookedBy(Optional.of(order.id()))));
            Requests.ask(tx, desk.rules().chain().name(), order);
            desk.log().note(PayoutEvent.REQUESTED, About.order(order.id(), payment.txid()), "to book what is paid");
        }
    }

    /** A forgotten payment of an order that the books still hold for unsigned. */
    private static boolean isUnsigned(Order order, Adopted payment) {
        return order.state() == State.RESERVED
                && order.family().isEmpty()
                && order.amount().equals(payment.amount());
    }

    /**
     * Whether a reserved order may be signed. One of an account that waits for a booking may not: it is that booking, or it
     * goes back.
     */
    boolean mayBeSigned(PayoutTx tx, Order order, long nowMs) {
        List<Adopted> open = tx.adoptions().ofAccount(order.account()).stream()
                .filter(payment -> payment.state() == Adopted.State.OPEN)
                .toList();
        if (open.isEmpty()) {
            return true;
        }
        boolean booking = open.stream()
                .anyMatch(payment -> payment.order().filter(order.id()::equals).isPresent()
                        || (payment.order().isEmpty() && isUnsigned(order, payment)));
        if (!booking) {
            orders.returned(tx, order, "a payment to its account must be booked first", nowMs);
        }
        return false;
    }

    /** The operator's word: payments of this pool, to be booked. */
    long adopt(PayoutTx tx, Asked asked) throws Refusal {
        List<Adopted> found = named(tx, asked).stream()
                .filter(payment -> payment.state() == Adopted.State.FOUND)
                .toList();
        if (found.isEmpty()) {
            throw new Refusal("no such payment waits for an answer");
        }
        tx.adoptions()
                .save(found.stream()
                        .map(payment -> payment.become(Adopted.State.OPEN))
                        .toList());
        return found.size();
    }

    /** The operator's word: none of this pool's payments, or one that can never be in the chain. */
    long ignore(PayoutTx tx, Asked asked) throws Refusal {
        List<Adopted> given =
                named(tx, asked).stream().filter(this::mayBeIgnored).toList();
        if (given.isEmpty()) {
            throw new Refusal("no such payment waits for an answer, or the wallet knows it and an order books it");
        }
        for (Adopted payment : given) {
            tx.adoptions().save(List.of(payment.become(Adopted.State.VOID)));
            payment.order().flatMap(id -> tx.orders().find(id)).ifPresent(order -> end(tx, order, asked.nowMs()));
        }
        return given.size();
    }

    private boolean mayBeIgnored(Adopted payment) {
        return switch (payment.state()) {
            case FOUND -> true;
            case OPEN -> payment.order().isEmpty() || Optional.empty().equals(wallet.get(payment.txid()));
            case BOOKED, VOID -> false;
        };
    }

    /** An adopted order without any transaction left that could pay it. */
    private void end(PayoutTx tx, Order order, long nowMs) {
        if (order.family().isEmpty() && isOnItsWay(order.state()) && !hasOpen(tx, order)) {
            orders.returned(tx, order, "its transaction is ruled out", nowMs);
        }
    }

    private static List<Adopted> named(PayoutTx tx, Asked asked) throws Refusal {
        if (asked.says("all") == asked.has("txid")) {
            throw new Refusal("either txid or all = true must be given");
        }
        return asked.has("txid")
                ? tx.adoptions().ofTransaction(Hash256.ofDisplayHex(asked.field("txid")))
                : tx.adoptions().inState(Adopted.State.FOUND);
    }
}
