package thunderpool.payout.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxInput;
import thunderpool.bitcoin.TxOutput;
import thunderpool.bitcoin.Witness;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Coin;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.Order;

/** Whatever the orders, coins and fees: a plan adds up, stays in its bounds, and leaves nobody waiting who could be paid. */
final class BatchPlannerProperties {

    private static final BatchRules RULES = new BatchRules(20, 12_000, Sats.of(1_000), 1, 100, 5);
    private static final Script CHANGE = script(9_999_999);
    private final BatchPlanner planner = new BatchPlanner(RULES);

    @Property
    void aPlanAddsUpAndKeepsItsBounds(
            @ForAll("orders") List<Order> orders,
            @ForAll("coins") List<Coin> coins,
            @ForAll @IntRange(min = 0, max = 500) int feeRate) {
        if (planner.plan(orders, coins, CHANGE, feeRate) instanceof Planned.Ready(Plan plan, Sats _)) {
            Transaction signed = signed(plan);
            long in = plan.inputs().stream()
                    .mapToLong(coin -> coin.value().value())
                    .sum();
            long out = signed.outputs().stream()
                    .mapToLong(output -> output.value().value())
                    .sum();
            assertThat(in - out).isEqualTo(plan.fee().value());
            assertThat(plan.objection(signed)).isEmpty();
            assertThat(signed.weight()).isLessThanOrEqualTo(RULES.maxWeight());
            assertThat(plan.orders()).hasSizeBetween(1, RULES.maxOrders());
            assertThat(signed.outputs())
                    .allMatch(output -> output.value().value() >= RULES.dust().value());
            long rate = Math.max(RULES.minFeeRate(), Math.min(RULES.maxFeeRate(), feeRate));
            assertThat(plan.fee().value()).isGreaterThanOrEqualTo(rate * signed.vsize());
            // At most the planned size's fee, the dust that was not worth an output, and that output's own cost.
            assertThat(plan.fee().value())
                    .isLessThan(rate * (signed.vsize() + 2L * plan.inputs().size() + 45)
                            + RULES.dust().value());
            assertThat(new HashSet<>(plan.inputs())).hasSameSizeAs(plan.inputs());
        }
    }

    @Property
    void everyOrderIsPaidExactlyWhatIsReserved(
            @ForAll("orders") List<Order> orders, @ForAll("coins") List<Coin> coins) {
        if (planner.plan(orders, coins, CHANGE, 5) instanceof Planned.Ready(Plan plan, Sats _)) {
            List<TxOutput> outputs = plan.unsigned().outputs();
            for (int i = 0; i < plan.orders().size(); i++) {
                Order order = plan.orders().get(i);
                assertThat(outputs.get(i)).isEqualTo(new TxOutput(order.amount(), order.script()));
            }
            assertThat(outputs.size() - plan.orders().size())
                    .isEqualTo(plan.change().isPresent() ? 1 : 0);
        }
    }

    /** An order of a whole transaction's worth waits only when it alone is too dear: a large set never blocks. */
    @Property
    void nobodyWaitsWhoCouldBePaidAlone(@ForAll("orders") List<Order> orders, @ForAll("coins") List<Coin> coins) {
        if (planner.plan(orders, coins, CHANGE, 5) instanceof Planned.Insufficient) {
            for (Order order : orders.subList(0, Math.min(orders.size(), RULES.maxOrders()))) {
                assertThat(planner.plan(List.of(order), coins, CHANGE, 5)).isInstanceOf(Planned.Insufficient.class);
            }
        }
    }

    @Property
    void plansTheSameWhateverTheOrderOfTheCoins(
            @ForAll("orders") List<Order> orders, @ForAll("coins") List<Coin> coins) {
        assertThat(planner.plan(orders, coins.reversed(), CHANGE, 5)).isEqualTo(planner.plan(orders, coins, CHANGE, 5));
    }

    @Property
    void aReplacementSpendsAllInputsAndPaysMoreOutOfThePoolsOwnMoney(
            @ForAll("orders") List<Order> orders,
            @ForAll("coins") List<Coin> coins,
            @ForAll @IntRange(min = 1, max = 200) int feeRate) {
        if (!(planner.plan(orders, coins, CHANGE, 2) instanceof Planned.Ready(Plan first, Sats _))) {
            return;
        }
        Family family = family(first);
        Optional<Plan> replacement = planner.replace(family, first.orders(), feeRate);
        replacement.ifPresent(plan -> {
            assertThat(plan.inputs()).isEqualTo(first.inputs());
            assertThat(plan.orders())
                    .isEqualTo(first.orders().subList(0, plan.orders().size()));
            assertThat(plan.fee().value() - first.fee().value())
                    .isGreaterThanOrEqualTo(signed(plan).vsize());
            assertThat(plan.feeRate()).isGreaterThan(first.feeRate());
        });
        if (feeRate <= 2) {
            assertThat(replacement).isEmpty();
        }
        // Planned with room, so that the dearest replacement still pays everyone.
        long room = 100L * RULES.maxWeight();
        if (feeRate > 2
                && first.change().filter(change -> change.value() > room).isPresent()) {
            assertThat(replacement.orElseThrow().orders()).isEqualTo(first.orders());
        }
    }

    @Provide
    Arbitrary<List<Order>> orders() {
        return Arbitraries.longs()
                .between(1_000, 50_000_000)
                .list()
                .ofMinSize(1)
                .ofMaxSize(40)
                .map(amounts -> {
                    List<Order> orders = new ArrayList<>();
                    for (int i = 0; i < amounts.size(); i++) {
                        Script account = script(i);
                        orders.add(Order.requested("bitcoin-regtest", account, 0, Sats.of(1_000), 1)
                                .reserved(Sats.of(amounts.get(i)), account, 7, 2));
                    }
                    return orders;
                });
    }

    @Provide
    Arbitrary<List<Coin>> coins() {
        Arbitrary<Long> values = Arbitraries.longs().between(300, 300_000_000);
        Arbitrary<Integer> forms = Arbitraries.integers().between(0, 3);
        return Combinators.combine(values, forms)
                .as((value, form) -> List.of(value, (long) form))
                .list()
                .ofMaxSize(30)
                .map(rows -> {
                    List<Coin> coins = new ArrayList<>();
                    for (int i = 0; i < rows.size(); i++) {
                        Script script =
                                switch (rows.get(i).get(1).intValue()) {
                                    case 0 -> Script.p2pkh(new byte[20]);
                                    case 1 -> Script.p2tr(new byte[32]);
                                    default -> Script.p2wpkh(new byte[20]);
                                };
                        OutPoint outPoint = new OutPoint(Sha256d.of(new byte[] {(byte) i, 1}), i % 3);
                        coins.add(new Coin(outPoint, Sats.of(rows.get(i).getFirst()), script, 6));
                    }
                    return coins;
                });
    }

    private static Script script(int number) {
        byte[] hash = new byte[20];
        hash[0] = (byte) number;
        hash[1] = (byte) (number >>> 8);
        hash[2] = (byte) (number >>> 16);
        return switch (number % 3) {
            case 0 -> Script.p2wpkh(hash);
            case 1 -> Script.p2pkh(hash);
            default -> Script.p2sh(hash);
        };
    }

    /** The largest signatures wallets make: 72 bytes for a p2wpkh input, 65 for a taproot one. */
    private static Transaction signed(Plan plan) {
        Transaction unsigned = plan.unsigned();
        List<TxInput> inputs = new ArrayList<>();
        for (int i = 0; i < unsigned.inputs().size(); i++) {
            TxInput input = unsigned.inputs().get(i);
            boolean taproot = plan.inputs().get(i).script().size() == 34;
            Witness witness = taproot ? Witness.of(new byte[65]) : Witness.of(new byte[72], new byte[33]);
            inputs.add(new TxInput(input.previous(), input.scriptSig(), input.sequence(), witness));
        }
        return new Transaction(unsigned.version(), inputs, unsigned.outputs(), unsigned.lockTime());
    }

    private static Family family(Plan plan) {
        Transaction signed = signed(plan);
        Attempt attempt = new Attempt(signed.txid(), 0, signed, plan.orderIds(), plan.feeRate(), 1, 1, false);
        return new Family(signed.txid(), Family.State.OPEN, plan.inputs(), plan.changeScript(), List.of(attempt));
    }
}
