package thunderpool.payout.order;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;

/**
 * All attempts to pay a set of orders. Every attempt spends exactly the same inputs, so at most one of them can ever be
 * in a chain, and a foreign transaction that spends any of the inputs rules out all of them.
 *
 * @param id txid of the first attempt
 * @param inputs reserved for this family alone while it is open
 * @param changeScript wallet script that gets the change of every attempt
 * @param attempts oldest first, never empty
 */
public record Family(Hash256 id, State state, List<Coin> inputs, Script changeScript, List<Attempt> attempts) {

    /** Whether the chain still has a say. */
    public enum State {
        /** Watched. */
        OPEN,
        /** One attempt is so deep that nothing more is expected. */
        CLOSED,
        /** No attempt can ever be in the chain: a conflict is that deep. */
        DEAD
    }

    public Family {
        inputs = List.copyOf(inputs);
        attempts = List.copyOf(attempts);
        if (attempts.isEmpty() || !attempts.getFirst().txid().equals(id)) {
            throw new IllegalArgumentException("a family is named by its first attempt");
        }
    }

    public Attempt newest() {
        return attempts.getLast();
    }

    public List<OutPoint> outPoints() {
        return inputs.stream().map(Coin::outPoint).toList();
    }

    /** Every order any attempt pays; a later attempt pays the same or fewer. */
    public Set<Hash256> orderIds() {
        Set<Hash256> all = new LinkedHashSet<>();
        attempts.forEach(attempt -> all.addAll(attempt.orderIds()));
        return all;
    }

    /** The newest attempt that pays an order. */
    public Attempt newestPaying(Hash256 orderId) {
        return attempts.reversed().stream()
                .filter(attempt -> attempt.orderIds().contains(orderId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no attempt of family " + id + " pays " + orderId));
    }
}
