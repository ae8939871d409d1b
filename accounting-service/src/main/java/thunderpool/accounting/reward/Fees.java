package thunderpool.accounting.reward;

import thunderpool.accounting.ledger.Outgoing;
import thunderpool.topics.FeeChanged;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/**
 * The fees in force. Which one a block pays is a function of the log: a decision holds from a slice behind that of its
 * command, and no block is split while a command before its slice may be unread. Every method runs inside a transaction
 * that holds the ledger's lock.
 */
public final class Fees {

    /** The slice behind the command's own, and one more for brokers whose clocks differ. */
    private static final int SLICES_AHEAD = 2;

    private final String chain;
    private final FeeBook book;
    private final Outgoing outgoing;

    public Fees(String chain, FeeBook book, Outgoing outgoing) {
        this.chain = chain;
        this.book = book;
        this.outgoing = outgoing;
    }

    /** The configured fees become version 0 at the first start of all; later ones change nothing. */
    public void start(RewardRules configured) {
        for (RewardSystem system : RewardSystem.values()) {
            if (book.newest(system).isEmpty()) {
                add(new Fee(system, 0, configured.feeBasisPoints(system), 0));
            }
        }
    }

    /** Tells each system's newest decision once more. */
    public void tellAgain() {
        for (RewardSystem system : RewardSystem.values()) {
            tell(newest(system));
        }
    }

    int basisPoints(RewardSystem system, long slice) {
        return book.at(system, slice)
                .orElseThrow(() -> new IllegalStateException("no fee was ever decided for " + system))
                .basisPoints();
    }

    /** The newest decision. */
    public Fee newest(RewardSystem system) {
        return book.newest(system)
                .orElseThrow(() -> new IllegalStateException("no fee was ever decided for " + system));
    }

    /** The first slice that a command of this append time (milliseconds since the Unix epoch) can reach. */
    public static long firstSlice(long commandMs) {
        return Slice.at(commandMs) + SLICES_AHEAD;
    }

    /**
     * Decides anew; what was planned for a later slice and is not in force yet no longer comes. A plan that would come before
     * the new decision does is taken back by a decision of its own, which states the fee in force once more: the newest
     * decision whose slice has come holds, so the plan would hold until the new one's.
     *
     * @param firstSlice the first that the command can reach
     * @param fromSlice that of the new decision, not below {@code firstSlice}
     */
    public Fee change(RewardSystem system, int basisPoints, long firstSlice, long fromSlice) {
        Fee known = newest(system);
        if (firstSlice < known.fromSlice() && known.fromSlice() < fromSlice) {
            known = new Fee(system, known.version() + 1, basisPoints(system, firstSlice), firstSlice);
            add(known);
        }
        Fee fee = new Fee(system, known.version() + 1, basisPoints, fromSlice);
        add(fee);
        return fee;
    }

    private void add(Fee fee) {
        book.add(fee);
        tell(fee);
    }

    private void tell(Fee fee) {
        outgoing.put(
                FeeChanged.TOPIC,
                new FeeChanged(chain, fee.rewardSystem(), fee.version(), fee.basisPoints(), fee.fromSlice()));
    }
}
