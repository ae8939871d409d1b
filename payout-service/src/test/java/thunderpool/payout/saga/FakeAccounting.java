package thunderpool.payout.saga;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BalanceChanged;
import thunderpool.topics.PayoutAnswered;
import thunderpool.topics.PayoutAnswered.PayoutRefused;
import thunderpool.topics.PayoutAnswered.PayoutReserved;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;

/** A ledger of three columns that keeps accounting's promises: one answer an order, one settlement an order. */
final class FakeAccounting {

    /** One account's money in satoshi. */
    static final class Money {
        long credited;
        long payable;
        long reserved;
        long paid;
        long version;
    }

    final Map<Script, Money> accounts = new LinkedHashMap<>();
    final Map<Hash256, PayoutAnswered> answers = new HashMap<>();
    final Map<Hash256, PayoutSettled> settled = new LinkedHashMap<>();
    final Map<Hash256, Script> owners = new HashMap<>();
    final Queue<PayoutAnswered> answersOut = new ArrayDeque<>();
    final Queue<BalanceChanged> balancesOut = new ArrayDeque<>();
    private final Map<Script, BalanceChanged> lastTold = new LinkedHashMap<>();
    private final List<PayoutAnswered> said = new ArrayList<>();
    private final String chain;

    FakeAccounting(String chain) {
        this.chain = chain;
    }

    void credit(Script account, long satoshi, String tag) {
        Money money = accounts.computeIfAbsent(account, any -> new Money());
        money.credited += satoshi;
        money.payable += satoshi;
        tell(account, money, tag);
    }

    /** A correction: what was payable a moment ago is not. */
    void takeBack(Script account) {
        Money money = accounts.get(account);
        if (money != null) {
            money.credited -= money.payable;
            money.payable = 0;
            tell(account, money, "");
        }
    }

    void on(PayoutRequested request) {
        PayoutAnswered known = answers.get(request.orderId());
        if (known == null) {
            Money money = accounts.get(request.account());
            if (money == null) {
                throw new IllegalStateException("a request for an unknown account");
            }
            long wanted = request.exactly().map(Sats::value).orElse(money.payable);
            if (money.payable < request.minimum().value() || money.payable < wanted) {
                known = new PayoutRefused(request.orderId(), chain, "not enough");
            } else {
                known = new PayoutReserved(request.orderId(), chain, Sats.of(wanted), request.account());
                money.reserved += wanted;
                money.payable -= wanted;
            }
            answers.put(request.orderId(), known);
            owners.put(request.orderId(), request.account());
            tell(request.account(), money, "");
        }
        answersOut.add(known);
        said.add(known);
    }

    /** What a reader hears that begins at the log's beginning again. */
    void replay() {
        answersOut.clear();
        answersOut.addAll(said);
        balancesOut.clear();
        balancesOut.addAll(lastTold.values());
    }

    void on(PayoutSettled settlement) {
        PayoutSettled before = settled.putIfAbsent(settlement.orderId(), settlement);
        if (before != null) {
            if (before.paid() != settlement.paid() || !before.txid().equals(settlement.txid())) {
                throw new IllegalStateException("settled twice, differently: " + before + ", " + settlement);
            }
            return;
        }
        if (!(answers.get(settlement.orderId()) instanceof PayoutReserved reserved)
                || !reserved.amount().equals(settlement.amount())) {
            throw new IllegalStateException("a settlement of what was not reserved");
        }
        Money money = accounts.get(settlement.account());
        if (money == null) {
            throw new IllegalStateException("a settlement for an unknown account");
        }
        long amount = settlement.amount().value();
        money.reserved -= amount;
        if (settlement.paid()) {
            money.paid += amount;
        } else {
            money.payable += amount;
        }
        tell(settlement.account(), money, "");
    }

    private void tell(Script account, Money money, String tag) {
        BalanceChanged told = new BalanceChanged(
                chain,
                account,
                ++money.version,
                Sats.ZERO,
                Sats.of(money.payable),
                Sats.of(money.reserved),
                Sats.of(money.paid),
                tag);
        lastTold.put(account, told);
        balancesOut.add(told);
    }
}
