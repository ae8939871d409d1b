package thunderpool.node;

/** What a node said to a submitted block (BIP22). A fault of the call itself is a {@link NodeException}: unknown. */
public sealed interface SubmitOutcome {

    /** Valid and connected. */
    record Accepted() implements SubmitOutcome {}

    /** The node had it and holds it valid. */
    record Duplicate() implements SubmitOutcome {}

    /** Not judged, or not on the best chain: only the chain can tell. */
    record Inconclusive() implements SubmitOutcome {}

    /** Invalid, in the node's words, such as {@code high-hash} or {@code bad-cb-amount}. */
    record Rejected(String reason) implements SubmitOutcome {}

    /** Reads the result of {@code submitblock}; an empty text stands for JSON null. */
    static SubmitOutcome ofReply(String reply) {
        return switch (reply) {
            case "" -> new Accepted();
            case "duplicate" -> new Duplicate();
            // The last two are about the node's own state, and change with it: it lies behind, or its clock does.
            case "inconclusive", "duplicate-inconclusive", "prev-blk-not-found", "time-too-new" -> new Inconclusive();
            default -> new Rejected(reply);
        };
    }

    default String label() {
        return switch (this) {
            case Accepted _ -> "accepted";
            case Duplicate _ -> "duplicate";
            case Inconclusive _ -> "inconclusive";
            case Rejected _ -> "rejected";
        };
    }
}
