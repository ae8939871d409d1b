package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.port.About;
import thunderpool.payout.port.AdoptionBook.Watch;
import thunderpool.payout.port.PayoutChain;
import thunderpool.payout.port.PayoutEvent;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.port.PublishedLog;
import thunderpool.payout.port.PublishedLog.LogFault;
import thunderpool.payout.schedule.Schedule;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.PayoutOrderId;

/**
 * Compares our own log with the database once a term. A record is published only after its commit, so a log that knows
 * more means a restored database: what the log knows was true, and is taken over. Order ids are computed, so an order that
 * was forgotten would be asked for again under its old id, and paid twice.
 */
final class OwnLog {

    /** Append times of one partition may step back by this much when another broker takes it over. */
    private static final long CLOCKS_APART_MS = 60_000;

    /** An account's sequence is looked for this far. */
    private static final int SEQUENCES_MAX = 1_000_000;

    private final Desk desk;
    private final PublishedLog published;
    private final Orders orders;
    private final Families families;
    private boolean compared;
    private boolean obeyed;

    OwnLog(Desk desk, PublishedLog published, Orders orders, Families families) {
        this.desk = desk;
        this.published = published;
        this.orders = orders;
        this.families = families;
        this.compared = published.equals(PublishedLog.EMPTY);
    }

    boolean hasCompared() {
        return compared;
    }

    /** Old commands and answers would move orders that the log knows to be elsewhere. */
    void requireCompared() {
        if (!compared) {
            throw new IllegalStateException("our own log has not been compared yet");
        }
    }

    /** A hold that a restored database has forgotten must hold again first. */
    boolean commandsObeyed() {
        try {
            obeyed = obeyed || published.commandsObeyed();
        } catch (LogFault fault) {
            desk.log().note(PayoutEvent.LOG_UNREAD, About.ALL, String.valueOf(fault.getMessage()));
        }
        return obeyed;
    }

    /** An order as the log tells it: its newest record, and every transaction that was ever to pay it. */
    private record Told(PayoutChanged newest, Set<Hash256> txids) {
        Told followedBy(PayoutChanged record) {
            Set<Hash256> all = new LinkedHashSet<>(txids);
            if (!record.txid().equals(Hash256.ZERO)) {
                all.add(record.txid());
            }
            return new Told(record.version() >= newest.version() ? record : newest, all);
        }
    }

    /** @return whether the log has been compared; until then nothing may move an order */
    boolean compare(long nowMs) {
        if (compared) {
            return true;
        }
        Watch watch = desk.store().transact(tx -> tx.adoptions().watch().orElseThrow());
        Map<Hash256, Told> told = new LinkedHashMap<>();
        AtomicLong newestMs = new AtomicLong(watch.logMs());
        try {
            published.since(Math.max(0, watch.logMs() - CLOCKS_APART_MS), received -> {
                PayoutChanged record = received.value();
                newestMs.accumulateAndGet(received.appendTimeMs(), Math::max);
                if (record.chain().equals(desk.rules().chain().name())) {
                    told.merge(
                            record.orderId(),
                            new Told(record, Set.of()).followedBy(record),
                            (before, now) -> before.followedBy(now.newest));
                }
            });
        } catch (LogFault fault) {
            desk.log().note(PayoutEvent.LOG_UNREAD, About.ALL, String.valueOf(fault.getMessage()));
            return false;
        }
        int taken = 0;
        for (Told order : told.values()) {
            taken += takeOver(order, nowMs) ? 1 : 0;
        }
        desk.store().transact(tx -> {
            Watch now = tx.adoptions().watch().orElseThrow();
            tx.adoptions().save(new Watch(now.floor(), now.height(), newestMs.get()));
            return true;
        });
        if (taken > 0) {
            desk.log()
                    .note(
                            PayoutEvent.RESTORED,
                            About.ALL,
                            "the log knew more of " + taken + " orders than this database; they are taken over");
        }
        compared = true;
        return true;
    }

    private boolean takeOver(Told told, long nowMs) {
        Optional<Order> known = desk.store().transact(tx -> tx.orders().find(told.newest.orderId()));
        if (known.isPresent() && known.get().version() >= told.newest.version()) {
            return false;
        }
        Optional<Hash256> family = known.flatMap(Order::family);
        Map<Hash256, PayoutChain.Own> wallets = new LinkedHashMap<>();
        if (family.isPresent()) {
            told.txids.forEach(txid -> desk.chain().own(txid).ifPresent(transaction -> wallets.put(txid, transaction)));
        }
        desk.store().transact(tx -> {
            Order before = known.orElseGet(() -> unknown(tx, told.newest));
            Order adopted = before.adopted(state(told.newest, family), told.newest);
            tx.orders().adopt(adopted);
            orders.settleAgain(tx, adopted, nowMs);
            if (family.isPresent()) {
                joinFamily(tx, family.get(), told, wallets, nowMs);
            } else {
                adoptPayments(tx, told);
            }
            if (told.newest.state() == State.PAID) {
                tx.schedules().find(before.account()).ifPresent(schedule -> tx.schedules()
                        .save(schedule.paidAt(height(tx), told.newest.atMs())));
            }
            return true;
        });
        return true;
    }

    /** What was on its way is followed from the beginning: the chain alone says how far it came. */
    private static State state(PayoutChanged told, Optional<Hash256> family) {
        return switch (told.state()) {
            case SIGNED, BROADCAST, CONFIRMED -> State.SIGNED;
            case REQUESTED, RESERVED, AWAITING_APPROVAL -> family.isPresent() ? State.SIGNED : told.state();
            case REFUSED, PAID, RETURNED -> told.state();
        };
    }

    private Order unknown(PayoutTx tx, PayoutChanged told) {
        Script account = told.account();
        long from =
                tx.orders().newest(account).map(newest -> newest.sequence() + 1).orElse(0L);
        for (long sequence = from; sequence < from + SEQUENCES_MAX; sequence++) {
            if (PayoutOrderId.of(told.chain(), account, sequence).equals(told.orderId())) {
                return Order.requested(
                        told.chain(), account, sequence, schedule(tx, told).minimum(), told.atMs());
            }
        }
        throw new IllegalStateException("the log has an order " + told.orderId() + " that is none of " + account);
    }

    /** An account that this database has not met yet has one, too: it can be held. */
    private Schedule schedule(PayoutTx tx, PayoutChanged told) {
        return tx.schedules().find(told.account()).orElseGet(() -> {
            Schedule first = Schedule.first(
                    told.account(), desk.rules().defaultScheme(), desk.rules().minimum(), height(tx), told.atMs());
            tx.schedules().save(first);
            return first;
        });
    }

    /** Attempts that this database has forgotten come back to the family they replaced. */
    private void joinFamily(
            PayoutTx tx, Hash256 familyId, Told told, Map<Hash256, PayoutChain.Own> wallets, long nowMs) {
        Family family = tx.families().find(familyId).orElseThrow();
        List<Adopted> missing = new ArrayList<>();
        for (Hash256 txid : told.txids) {
            if (family.attempts().stream().noneMatch(attempt -> attempt.txid().equals(txid))) {
                PayoutChain.Own own = wallets.get(txid);
                if (own == null || !families.join(tx, own.transaction(), nowMs)) {
                    missing.add(payment(told, txid, Adopted.State.FOUND));
                }
            }
        }
        tx.adoptions().save(missing);
    }

    private static void adoptPayments(PayoutTx tx, Told told) {
        Adopted.State state =
                switch (told.newest.state()) {
                    case PAID -> Adopted.State.BOOKED;
                    case REFUSED, RETURNED -> Adopted.State.VOID;
                    case REQUESTED, RESERVED, AWAITING_APPROVAL, SIGNED, BROADCAST, CONFIRMED -> Adopted.State.OPEN;
                };
        tx.adoptions()
                .save(told.txids.stream()
                        .map(txid -> payment(told, txid, state))
                        .toList());
    }

    private static Adopted payment(Told told, Hash256 txid, Adopted.State state) {
        return new Adopted(
                txid, told.newest.account(), told.newest.amount(), Optional.of(told.newest.orderId()), state);
    }

    private static int height(PayoutTx tx) {
        return tx.chain().tip().map(SeenBlock::height).orElse(0);
    }
}
