package thunderpool.payout.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;

/**
 * Chooses orders and coins for one transaction. Recipients get exactly what is reserved; the pool pays the fee. A set of
 * orders that is too large or too dear is cut, never refused: what does not fit waits for the next transaction.
 */
public final class BatchPlanner {

    private static final Comparator<Coin> LARGEST_FIRST = Comparator.comparing(Coin::value)
            .reversed()
            .thenComparing(coin -> coin.outPoint().txid())
            .thenComparingLong(coin -> Integer.toUnsignedLong(coin.outPoint().index()));

    /** Satoshi per virtual byte that a replacement must add (Core's incremental relay fee). */
    private static final int INCREMENTAL_RATE = 1;

    private final BatchRules rules;

    public BatchPlanner(BatchRules rules) {
        this.rules = rules;
    }

    /** Whether an order can be an output at all. */
    public boolean isPayable(Order order) {
        return !order.amount().isLessThan(rules.dust());
    }

    /** How many of these coins no plan ever spends, because the size of their signatures is not known beforehand. */
    public long unusable(List<Coin> coins) {
        return coins.stream()
                .filter(coin -> !TxWeight.isKnownInput(coin.script()))
                .count();
    }

    /**
     * Plans one transaction.
     *
     * @param orders payable ones, those to be served first in front
     * @param coins confirmed and reserved by nobody; those of unknown form are left alone
     * @param feeRate satoshi per virtual byte, cut to the bounds
     */
    public Planned plan(List<Order> orders, List<Coin> coins, Script changeScript, int feeRate) {
        List<Coin> sorted = coins.stream()
                .filter(coin -> TxWeight.isKnownInput(coin.script()))
                .sorted(LARGEST_FIRST)
                .toList();
        int rate = rules.bounded(feeRate);
        List<Order> head = orders.subList(0, Math.min(orders.size(), rules.maxOrders()));
        Optional<Plan> whole = fit(head, sorted, changeScript, rate);
        if (whole.isPresent()) {
            return new Planned.Ready(whole.get(), Sats.ZERO);
        }
        List<Order> fitting = new ArrayList<>();
        Optional<Plan> best = Optional.empty();
        for (Order order : head) {
            fitting.add(order);
            Optional<Plan> more = fit(fitting, sorted, changeScript, rate);
            if (more.isPresent()) {
                best = more;
            } else {
                fitting.removeLast();
            }
        }
        Sats lacking = lacking(head, sorted);
        return best.<Planned>map(plan -> new Planned.Ready(plan, lacking))
                .orElseGet(() -> new Planned.Insufficient(lacking));
    }

    /** A floor of what is missing: fees come on top. */
    private static Sats lacking(List<Order> orders, List<Coin> coins) {
        Sats needed = amounts(orders);
        Sats held = values(coins);
        return held.isLessThan(needed) ? needed.minus(held) : Sats.ZERO;
    }

    /** First with room for the dearest replacement, so that a stuck transaction can always be pushed; then without. */
    private Optional<Plan> fit(List<Order> orders, List<Coin> sorted, Script changeScript, int rate) {
        if (orders.isEmpty()) {
            return Optional.empty();
        }
        return select(orders, sorted, changeScript, rate, rules.maxFeeRate())
                .or(() -> select(orders, sorted, changeScript, rate, rate));
    }

    private Optional<Plan> select(
            List<Order> orders, List<Coin> sorted, Script changeScript, int rate, int affordableRate) {
        List<Script> outputs = outputs(orders, changeScript);
        List<Script> inputs = new ArrayList<>();
        Sats amounts = amounts(orders);
        Sats held = Sats.ZERO;
        for (int taken = 1; taken <= sorted.size(); taken++) {
            Coin coin = sorted.get(taken - 1);
            held = held.plus(coin.value());
            inputs.add(coin.script());
            int weight = TxWeight.ofTransaction(inputs, outputs);
            if (weight > rules.maxWeight()) {
                return Optional.empty();
            }
            if (!held.isLessThan(amounts.plus(fee(weight, affordableRate)))) {
                return finish(sorted.subList(0, taken), orders, changeScript, rate, Sats.ZERO);
            }
        }
        return Optional.empty();
    }

    /** The same inputs and orders with a fee of at least {@code leastFee}; empty when they are not worth it. */
    private Optional<Plan> finish(List<Coin> inputs, List<Order> orders, Script changeScript, int rate, Sats leastFee) {
        Sats rest = values(inputs).minus(amounts(orders));
        List<Script> spends = inputs.stream().map(Coin::script).toList();
        Sats dear = larger(fee(TxWeight.ofTransaction(spends, outputs(orders, changeScript)), rate), leastFee);
        if (!rest.isLessThan(dear.plus(rules.dust()))) {
            return Optional.of(new Plan(inputs, orders, Optional.of(rest.minus(dear)), changeScript, dear, rate));
        }
        List<Script> onlyOrders = orders.stream().map(Order::script).toList();
        Sats cheap = larger(fee(TxWeight.ofTransaction(spends, onlyOrders), rate), leastFee);
        return rest.isLessThan(cheap) || rest.isZero()
                ? Optional.empty()
                : Optional.of(new Plan(inputs, orders, Optional.empty(), changeScript, rest, rate));
    }

    /**
     * Plans a replacement for a family's newest attempt: all of its inputs, a higher fee out of the change, and the same
     * orders, or fewer from the end when the change does not suffice.
     *
     * @param orders of the newest attempt, in its order
     * @return empty when the bounds or the coins allow no higher fee
     */
    public Optional<Plan> replace(Family family, List<Order> orders, int feeRate) {
        int rate = rules.bounded(feeRate);
        if (rate <= family.newest().feeRate()) {
            return Optional.empty();
        }
        Sats paidBefore = feeOf(family, family.newest());
        for (int kept = orders.size(); kept >= 1; kept--) {
            List<Order> remaining = orders.subList(0, kept);
            int weight = TxWeight.ofTransaction(
                    family.inputs().stream().map(Coin::script).toList(), outputs(remaining, family.changeScript()));
            Sats leastFee = paidBefore.plus(fee(weight, INCREMENTAL_RATE));
            Optional<Plan> plan = values(family.inputs()).isLessThan(amounts(remaining))
                    ? Optional.empty()
                    : finish(family.inputs(), remaining, family.changeScript(), rate, leastFee);
            if (plan.isPresent()) {
                return plan;
            }
        }
        return Optional.empty();
    }

    private static Sats feeOf(Family family, Attempt attempt) {
        return values(family.inputs())
                .minus(Sats.sum(attempt.signed().outputs().stream()
                        .map(output -> output.value())
                        .toList()));
    }

    private static List<Script> outputs(List<Order> orders, Script changeScript) {
        List<Script> outputs = new ArrayList<>();
        orders.forEach(order -> outputs.add(order.script()));
        outputs.add(changeScript);
        return outputs;
    }

    private static Sats larger(Sats one, Sats other) {
        return one.isLessThan(other) ? other : one;
    }

    private static Sats fee(int weight, int rate) {
        return Sats.of(rate).times(TxWeight.vsize(weight));
    }

    private static Sats amounts(List<Order> orders) {
        return Sats.sum(orders.stream().map(Order::amount).toList());
    }

    private static Sats values(List<Coin> coins) {
        return Sats.sum(coins.stream().map(Coin::value).toList());
    }
}
