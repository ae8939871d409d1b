package thunderpool.payout.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Order;
import thunderpool.payout.port.OrderBook;
import thunderpool.topics.PayoutChanged.State;

/** Orders in memory. */
final class MemoryOrders implements OrderBook {

    private static final Comparator<Order> OLDEST_FIRST =
            Comparator.comparingLong(Order::requestedAtMs).thenComparing(Order::id);

    private final Map<Hash256, Order> orders;
    private final Map<Script, Hash256> newest;

    MemoryOrders() {
        this(new LinkedHashMap<>(), new HashMap<>());
    }

    private MemoryOrders(Map<Hash256, Order> orders, Map<Script, Hash256> newest) {
        this.orders = orders;
        this.newest = newest;
    }

    MemoryOrders copy() {
        return new MemoryOrders(new LinkedHashMap<>(orders), new HashMap<>(newest));
    }

    @Override
    public Optional<Order> find(Hash256 id) {
        return Optional.ofNullable(orders.get(id));
    }

    @Override
    public Optional<Order> newest(Script account) {
        return Optional.ofNullable(newest.get(account)).map(orders::get);
    }

    @Override
    public List<Order> inState(State state, int limit) {
        return orders.values().stream()
                .filter(order -> order.state() == state)
                .sorted(OLDEST_FIRST)
                .limit(limit)
                .toList();
    }

    @Override
    public List<Order> lastEnded() {
        Map<Script, Order> last = new LinkedHashMap<>();
        orders.values().stream()
                .filter(order -> order.state() == State.PAID || order.state() == State.RETURNED)
                .filter(order -> !order.amount().isZero())
                .forEach(order -> last.merge(
                        order.account(), order, (one, other) -> one.sequence() > other.sequence() ? one : other));
        return List.copyOf(last.values());
    }

    @Override
    public List<Order> ofFamily(Hash256 familyId) {
        List<Order> bound = new ArrayList<>();
        for (Order order : orders.values()) {
            if (order.family().filter(familyId::equals).isPresent()) {
                bound.add(order);
            }
        }
        return bound;
    }

    @Override
    public void insert(Order order) {
        Optional<Order> before = newest(order.account());
        boolean next = before.map(last -> last.sequence() + 1 == order.sequence() && !Order.isOpen(last.state()))
                .orElse(order.sequence() == 0);
        if (!next || orders.containsKey(order.id())) {
            throw new IllegalStateException("order " + order.id() + " is not the account's next");
        }
        orders.put(order.id(), order);
        newest.put(order.account(), order.id());
    }

    @Override
    public long lastChangeMs() {
        return orders.values().stream().mapToLong(Order::changedAtMs).max().orElse(0);
    }

    @Override
    public void adopt(Order order) {
        Order before = orders.get(order.id());
        if (before == null) {
            insert(order);
        } else if (before.version() >= order.version()) {
            throw new IllegalStateException("order " + order.id() + " is newer than the log");
        } else {
            orders.put(order.id(), order);
        }
    }

    @Override
    public void update(Order order) {
        Order before = orders.get(order.id());
        if (before == null || before.version() + 1 != order.version()) {
            throw new IllegalStateException("order " + order.id() + " was changed meanwhile");
        }
        orders.put(order.id(), order);
    }
}
