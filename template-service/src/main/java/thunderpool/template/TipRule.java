package thunderpool.template;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;

/**
 * Which tip may be worked on, by what several nodes say of the chain. Pure: time comes in, and what has to be remembered comes in
 * and goes out. Tips are compared by the work behind them, never by height; headers without blocks count for nothing.
 *
 * <p>A tip may be worked on
 * <ul>
 *   <li>when at least {@code agree} nodes are at it, and no node is further ahead than a branch may be ({@link #REACH_BLOCKS}):
 *       nodes that agree on something so old have lost the network;
 *   <li>or when it has the most work of all, while the others catch up: for {@code catchUpMs} from when one of its nodes was
 *       first alone in front. New blocks on its branch do not begin that time anew, only agreement does.
 * </ul>
 * Of these the one with the most work; among equals one that is agreed on, then the one worked on already, then the one
 * seen first. When the nodes of the tip we work on fall silent, nobody is sent back to an older one before the others had
 * time to follow.
 *
 * @param agree nodes that must be at a tip, at least 1; with 1 the tip with the most work always holds
 * @param catchUpMs how long a tip is trusted that too few nodes are at
 */
record TipRule(int agree, long catchUpMs) {

    /** A branch that lies further behind than so many blocks' work has lost, or its nodes do not hear of blocks. */
    static final int REACH_BLOCKS = 6;

    TipRule {
        if (agree < 1 || catchUpMs < 0) {
            throw new IllegalArgumentException("agree " + agree + ", catch-up " + catchUpMs + " ms");
        }
    }

    /**
     * What a node that may be worked with says.
     *
     * @param work hashes expected to have made the chain of its tip
     * @param blockWork hashes expected for the next block
     * @param answers whether blocks that others are at lie in this node's active chain, as far as it was asked
     */
    record Vote(String node, Hash256 tip, BigInteger work, BigInteger blockWork, Map<Hash256, Boolean> answers) {
        Vote {
            answers = Map.copyOf(answers);
        }

        boolean has(Hash256 block) {
            return tip.equals(block) || answers.getOrDefault(block, false);
        }
    }

    /** A node was alone in front with this tip from this time on, and too few have followed it since. */
    record Doubt(Hash256 tip, long sinceMs) {}

    /**
     * The tip that miners work on.
     *
     * @param nodes that were at it
     * @param holdUntilMs when it is given up though none of them was heard of since
     */
    record Worked(Hash256 tip, BigInteger work, Set<String> nodes, long holdUntilMs) {}

    /** What the rule remembers from one look to the next. */
    record Memory(Map<Hash256, Long> firstSeenMs, Map<String, Doubt> doubts, Optional<Worked> worked) {
        static final Memory NONE = new Memory(Map.of(), Map.of(), Optional.empty());

        Memory {
            firstSeenMs = Map.copyOf(firstSeenMs);
            doubts = Map.copyOf(doubts);
        }
    }

    /** What is to be done. */
    sealed interface Ruling {
        /**
         * Work on this tip.
         *
         * @param nodes that are at it
         * @param inFront whether no node's tip has more work
         */
        record Work(Hash256 tip, int nodes, boolean inFront) implements Ruling {}

        /** Go on with the work there is: the nodes of this tip are away, and the others are behind. */
        record Hold(Hash256 tip) implements Ruling {}

        /** No work: too few nodes agree on any tip. */
        record Disputed() implements Ruling {}

        /** No node may be worked with. */
        record Nobody() implements Ruling {}
    }

    /** @param disputed whether too few nodes are at the tip with the most work, whatever is worked on */
    record Judgement(Ruling ruling, boolean disputed, Memory memory) {

        static final Judgement NONE = new Judgement(new Ruling.Nobody(), false, Memory.NONE);

        /** The tip that miners work on. */
        Optional<Hash256> tip() {
            return switch (ruling) {
                case Ruling.Work(Hash256 tip, int _, boolean _) -> Optional.of(tip);
                case Ruling.Hold(Hash256 tip) -> Optional.of(tip);
                case Ruling.Disputed(), Ruling.Nobody() -> Optional.empty();
            };
        }

        /** How many nodes are at that tip. */
        int agreeing() {
            return ruling instanceof Ruling.Work(Hash256 _, int nodes, boolean _) ? nodes : 0;
        }
    }

    /** @param votes of the nodes that may be worked with, in configured order */
    Judgement judge(Memory before, List<Vote> votes, long nowMs) {
        return votes.isEmpty()
                ? new Judgement(new Ruling.Nobody(), false, before)
                : new TipRound(this, before, votes, nowMs).judge();
    }

    /** Blocks that nodes elsewhere should be asked about, so that one who is past a doubted block counts as a follower. */
    static Set<Hash256> questions(Memory memory, List<Hash256> tips) {
        Set<Hash256> questions = new HashSet<>(tips);
        memory.doubts().values().forEach(doubt -> questions.add(doubt.tip()));
        return Set.copyOf(questions);
    }
}
