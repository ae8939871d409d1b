package thunderpool.payout.saga;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.Sha256d;
import thunderpool.bitcoin.Transaction;
import thunderpool.bitcoin.TxOutput;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.PayoutTx;
import thunderpool.payout.schedule.Schedule;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.PayoutChanged.State;
import thunderpool.topics.Principal;

/** Holds and releases, approves and refuses at any time, and looks over the wallet's shoulder at what is signed. */
final class Operator {

    private final SplittableRandom random;
    private final SagaWorld.Stores store;
    private final List<Script> accounts;
    private long commandNumber;

    /** Sent, and not yet obeyed. */
    final Queue<AdminCommand> commands = new ArrayDeque<>();

    /** All of them, as the log keeps them. */
    final List<AdminCommand> sent = new ArrayList<>();

    Operator(SplittableRandom random, SagaWorld.Stores store, List<Script> accounts) {
        this.random = random;
        this.store = store;
        this.accounts = accounts;
    }

    void decide(long nowMs) {
        String account = accounts.get(random.nextInt(accounts.size())).hex();
        switch (random.nextInt(10)) {
            case 0 -> send("hold-payouts", Map.of("account", account), nowMs);
            case 1, 2 -> send("release-payouts", Map.of("account", account), nowMs);
            case 3 -> send("hold-payouts", Map.of("all", "true"), nowMs);
            case 4, 5 -> send("release-payouts", Map.of("all", "true"), nowMs);
            case 6 -> send("set-approval", Map.of("above_sats", "" + (20_000 << random.nextInt(7))), nowMs);
            case 7 -> send("set-approval", Map.of("off", "true"), nowMs);
            case 8 -> send("put-scheme", scheme(nowMs), nowMs);
            default -> {
                String kind = random.nextInt(4) == 0 ? "refuse-payout" : "approve-payout";
                // Neither may do anything to an order that does not wait.
                ids(random.nextBoolean() ? State.RESERVED : State.BROADCAST).forEach(id -> send(kind, id, nowMs));
                ids(State.AWAITING_APPROVAL).forEach(id -> send(kind, id, nowMs));
            }
        }
    }

    private Map<String, String> scheme(long nowMs) {
        return Map.of(
                "scheme",
                "blocks",
                "block_interval",
                "" + (1 + random.nextInt(5)),
                "time_interval",
                "0",
                "description",
                "as the operator likes it",
                "from_ms",
                "" + (nowMs + random.nextInt(60_000)));
    }

    /** So that everything can end. */
    void letAllGo(long nowMs) {
        if (!commands.isEmpty()) {
            return;
        }
        if (store.<Boolean>peek(tx -> tx.schedules().hold().held())) {
            send("release-payouts", Map.of("all", "true"), nowMs);
        }
        for (Script account : accounts) {
            Optional<Schedule> schedule = store.peek(tx -> tx.schedules().find(account));
            if (schedule.filter(Schedule::held).isPresent()) {
                send("release-payouts", Map.of("account", account.hex()), nowMs);
            }
        }
        ids(State.AWAITING_APPROVAL).forEach(id -> send("approve-payout", id, nowMs));
    }

    /** What the wallet paid behind the books' back was this pool's; what no wallet knows was never sent. */
    void reconcile(FakeChain chain, long nowMs) {
        if (!store.<Boolean>peek(
                tx -> tx.adoptions().inState(Adopted.State.FOUND).isEmpty())) {
            send("adopt-payment", Map.of("all", "true"), nowMs);
        }
        for (Adopted open : store.<List<Adopted>>peek(tx -> tx.adoptions().inState(Adopted.State.OPEN))) {
            if (chain.neverSaw(open.txid())) {
                send("ignore-payment", Map.of("txid", open.txid().displayHex()), nowMs);
            }
        }
    }

    private List<Map<String, String>> ids(State state) {
        List<Map<String, String>> ids = new ArrayList<>();
        for (Order order : store.<List<Order>>peek(tx -> tx.orders().inState(state, 5))) {
            ids.add(Map.of("order", order.id().displayHex()));
        }
        return ids;
    }

    private void send(String kind, Map<String, String> fields, long nowMs) {
        byte[] id = Long.toString(commandNumber++).getBytes(StandardCharsets.US_ASCII);
        AdminCommand command =
                new AdminCommand(Sha256d.of(id), Principal.PAYOUT, kind, "olga", "why", -1, fields, nowMs);
        commands.add(command);
        sent.add(command);
    }

    /** What is to be signed for the first time is held by nobody and needs nobody's word any more. */
    void mayBeSigned(Transaction unsigned) {
        store.peek(tx -> {
            for (TxOutput output : unsigned.outputs()) {
                if (accounts.contains(output.script())) {
                    tx.orders()
                            .newest(output.script())
                            .filter(order -> order.family().isEmpty())
                            .ifPresent(order -> mayBeSigned(tx, order));
                }
            }
            return true;
        });
    }

    private static void mayBeSigned(PayoutTx tx, Order order) {
        boolean held = tx.schedules().hold().held()
                || tx.schedules().find(order.account()).orElseThrow().held();
        boolean waits = !order.approved()
                && tx.schedules()
                        .approval()
                        .above()
                        .filter(above -> !order.amount().isLessThan(above))
                        .isPresent();
        if (order.state() != State.RESERVED || held || waits) {
            throw new AssertionError("order " + order + " was signed; held " + held + ", waits " + waits);
        }
    }
}
