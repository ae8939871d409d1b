package thunderpool.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.BlockChanged;

/** Solved blocks, durable. Throws {@link StoreAway} when the database is away. */
interface CandidateStore {

    /** Keeps a candidate once; durable when it returns. Returns whether it was new. */
    boolean keep(Candidate candidate);

    Optional<Candidate> find(Hash256 blockId);

    /** Candidates of a chain whose story is not over, oldest first. */
    List<Candidate> open(String chain);

    /** Candidates of a chain of which something was told, oldest first. */
    List<Candidate> told(String chain);

    /**
     * Writes the candidate's newer state and its event in one transaction.
     *
     * @param after one version newer than what is stored
     * @param over whether nothing more can happen to it
     * @return false when another instance was faster; nothing is written then
     */
    boolean advance(Candidate after, BlockChanged event, boolean over);

    /** Ends a candidate's story without an event: its last one stands. */
    void close(Hash256 blockId);

    /** Remembers what a node said last of a block: a {@link thunderpool.node.SubmitOutcome} label, or {@code unknown}. */
    void noteOutcome(Hash256 blockId, String node, String outcome, String reason);

    /** What each node said last. */
    Map<String, String> outcomes(Hash256 blockId);
}
