package thunderpool.payout.port;

import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Order;
import thunderpool.topics.PayoutChanged.State;

/** All orders there ever were. */
public interface OrderBook {

    Optional<Order> find(Hash256 id);

    /** The account's order with the highest sequence. */
    Optional<Order> newest(Script account);

    /** Orders in a state, the oldest request first. */
    List<Order> inState(State state, int limit);

    /** Of each account the newest order that ended with money, paid or returned. */
    List<Order> lastEnded();

    List<Order> ofFamily(Hash256 familyId);

    /** Refuses a second order of one id, sequence, or a second open order of one account. */
    void insert(Order order);

    /** Refuses an order whose version is not the stored one plus one. */
    void update(Order order);

    /** When the newest change of any order was made, by our own clock; 0 before the first. */
    long lastChangeMs();

    /** Writes an order as the log knows it, over an older state or as a new one; refuses what is not newer. */
    void adopt(Order order);
}
