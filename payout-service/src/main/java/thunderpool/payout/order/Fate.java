package thunderpool.payout.order;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;

/** What the chain has done with a family's inputs: the only thing that moves its orders. */
public sealed interface Fate {

    /** No input is spent in the active chain: any attempt may still get in. */
    record Unspent() implements Fate {}

    /** One of the attempts is in the active chain. */
    record Won(Hash256 txid, int confirmations) implements Fate {}

    /** A transaction that is not ours spends an input: while it stays, no attempt can get in. */
    record Lost(Hash256 spender, int confirmations) implements Fate {}

    /** An input can never exist again: the attempt of ours that made it is ruled out for good. */
    record Voided(OutPoint input) implements Fate {}

    /**
     * Judges a family by who spends its inputs.
     *
     * @param spends of its inputs, in the active chain up to {@code tipHeight}
     * @param deadParents attempts, among those that made its inputs, that are ruled out for good
     */
    static Fate of(Family family, Collection<Spend> spends, Set<Hash256> deadParents, int tipHeight) {
        Optional<OutPoint> voided = family.outPoints().stream()
                .filter(input -> deadParents.contains(input.txid()))
                .findFirst();
        if (voided.isPresent()) {
            return new Voided(voided.get());
        }
        Optional<Spend> deepest = spends.stream().min(Comparator.comparingInt(Spend::height));
        if (deepest.isEmpty()) {
            return new Unspent();
        }
        // A chain cannot hold both: every attempt spends all inputs, so one of ours leaves nothing for a stranger.
        Hash256 spender = deepest.get().spender();
        int confirmations = tipHeight - deepest.get().height() + 1;
        boolean ours =
                family.attempts().stream().anyMatch(attempt -> attempt.txid().equals(spender));
        return ours ? new Won(spender, confirmations) : new Lost(spender, confirmations);
    }
}
