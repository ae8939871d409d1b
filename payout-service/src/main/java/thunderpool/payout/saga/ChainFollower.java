package thunderpool.payout.saga;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.payout.order.Family;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.order.Spend;
import thunderpool.payout.port.PayoutChain;
import thunderpool.payout.port.PayoutChain.BlockSpends;
import thunderpool.payout.port.PayoutStore;
import thunderpool.payout.port.PayoutTx;

/**
 * Reads every block of the active chain once and notes what it spends of ours: evidence that neither a wallet's memory nor
 * a mempool's mood can change. Takes blocks back when the chain does.
 */
final class ChainFollower {

    /** Blocks in one call, so that a long absence is caught up in steps. */
    private static final int MAX_BLOCKS = 200;

    private final PayoutStore store;
    private final PayoutChain chain;
    private final int watchConfirmations;

    ChainFollower(Desk desk) {
        this.store = desk.store();
        this.chain = desk.chain();
        this.watchConfirmations = desk.rules().watchConfirmations();
    }

    /**
     * Where the following stands.
     *
     * @param caughtUp whether the seen tip is the node's tip
     * @param reorganized whether blocks were taken back
     */
    record Progress(boolean caughtUp, boolean reorganized) {}

    Progress follow() {
        SeenBlock nodeTip = chain.tip();
        boolean reorganized = false;
        for (int step = 0; step < MAX_BLOCKS; step++) {
            Optional<SeenBlock> seen = store.transact(tx -> tx.chain().tip());
            if (seen.isEmpty()) {
                start(nodeTip.height());
            } else if (seen.get().equals(nodeTip)) {
                return new Progress(true, reorganized);
            } else if (isBehind(nodeTip)) {
                return new Progress(false, reorganized);
            } else if (isActive(seen.get())) {
                if (!append(seen.get())) {
                    return new Progress(false, reorganized);
                }
            } else {
                takeBack(seen.get());
                reorganized = true;
            }
        }
        return new Progress(false, reorganized);
    }

    /** A node that only lags behind what we saw has nothing to say about it. */
    private boolean isBehind(SeenBlock nodeTip) {
        return store.transact(tx -> tx.chain().tip().orElseThrow().height() > nodeTip.height()
                && tx.chain()
                        .at(nodeTip.height())
                        .filter(block -> block.id().equals(nodeTip.id()))
                        .isPresent());
    }

    private boolean isActive(SeenBlock seen) {
        return chain.blockAt(seen.height()).filter(seen.id()::equals).isPresent();
    }

    private void start(int height) {
        Optional<Hash256> id = chain.blockAt(height);
        id.ifPresent(block -> store.transact(tx -> {
            if (tx.chain().tip().isEmpty()) {
                tx.chain().push(new SeenBlock(height, block), List.of());
            }
            return true;
        }));
    }

    /** @return false when the chain moved while we looked: the next call sees it whole */
    private boolean append(SeenBlock seen) {
        int height = seen.height() + 1;
        Optional<Hash256> id = chain.blockAt(height);
        Optional<BlockSpends> block = id.flatMap(chain::block);
        if (id.isEmpty() || block.isEmpty() || !block.get().previous().equals(seen.id())) {
            return false;
        }
        store.transact(tx -> {
            List<Spend> spends = new ArrayList<>();
            for (OutPoint watched : watched(tx)) {
                Hash256 spender = block.get().spends().get(watched);
                if (spender != null) {
                    spends.add(new Spend(watched, spender, height));
                }
            }
            tx.chain().push(new SeenBlock(height, id.get()), spends);
            tx.chain().trimBelow(height - 3 * watchConfirmations);
            return true;
        });
        return true;
    }

    private static Set<OutPoint> watched(PayoutTx tx) {
        Set<OutPoint> watched = new HashSet<>();
        for (Family family : tx.families().open()) {
            watched.addAll(family.outPoints());
        }
        return watched;
    }

    /**
     * Below the first block we ever saw, we start again further down: the new branch may spend our inputs from its first
     * block on.
     */
    private void takeBack(SeenBlock seen) {
        boolean lowest = store.transact(tx -> tx.chain().at(seen.height() - 1).isEmpty());
        Optional<SeenBlock> lower = Optional.empty();
        if (lowest) {
            int height = Math.max(0, seen.height() - watchConfirmations);
            lower = chain.blockAt(height).map(id -> new SeenBlock(height, id));
            if (lower.isEmpty()) {
                return;
            }
        }
        Optional<SeenBlock> restart = lower;
        store.transact(tx -> {
            tx.chain().pop();
            restart.ifPresent(block -> tx.chain().push(block, List.of()));
            return true;
        });
    }
}
