package thunderpool.work;

import java.util.List;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Target;
import thunderpool.bitcoin.TxOutput;

/**
 * A node's block template without its transactions: coinbase parts and the merkle branch. A {@link CoinbasePlan} and an
 * extranonce complete it.
 *
 * @param chain name of the chain, as {@code thunderpool.bitcoin.Chain} spells it
 * @param id unique per chain for as long as anything refers to it; unsigned 32 bits
 * @param height of the block to be found
 * @param previous hash of the block it builds on
 * @param version as issued to miners: no bit inside {@link VersionMask#ROLLABLE}
 * @param nbits compact network target
 * @param minTime smallest header time a node accepts, Unix seconds, unsigned
 * @param curTime the node's time when it made the template, Unix seconds, unsigned
 * @param coinbaseValue subsidy and fees, all of it to be paid out
 * @param requiredOutputs outputs the coinbase must carry, such as the witness commitment
 * @param lockTime of the coinbase
 * @param tag pool's mark in the coinbase, at most {@value #TAG_MAX} bytes
 * @param merkleBranch steps from the coinbase to the merkle root
 * @param plans the coinbase plans this template may be completed with, at least one
 */
public record Template(
        String chain,
        int id,
        int height,
        Hash256 previous,
        int version,
        int nbits,
        int minTime,
        int curTime,
        Sats coinbaseValue,
        List<TxOutput> requiredOutputs,
        int lockTime,
        Tag tag,
        List<Hash256> merkleBranch,
        List<CoinbasePlan> plans) {

    /** Longest tag: height push, tag push and extranonce push stay inside the 100 bytes consensus allows. */
    public static final int TAG_MAX = 70;

    /** How far ahead of the template's time a miner may roll ntime, in seconds (Core: MAX_FUTURE_BLOCK_TIME). */
    public static final int NTIME_AHEAD_SECONDS = 7200;

    public Template {
        if (VersionMask.issued(version) != version) {
            throw new IllegalArgumentException("issued version has bits inside the rolling mask");
        }
        if (plans.isEmpty()) {
            throw new IllegalArgumentException("a template needs a coinbase plan");
        }
        requiredOutputs = List.copyOf(requiredOutputs);
        merkleBranch = List.copyOf(merkleBranch);
        plans = List.copyOf(plans);
    }

    public Target networkTarget() {
        return Target.ofCompact(nbits);
    }

    /** @throws IllegalArgumentException when the template has no such plan */
    public CoinbasePlan plan(int planId) {
        for (CoinbasePlan plan : plans) {
            if (plan.id() == planId) {
                return plan;
            }
        }
        throw new IllegalArgumentException("template " + Integer.toUnsignedString(id) + " has no plan " + planId);
    }

    /** Whether a header time lies between mintime and two hours after the template's own time; a pure rule. */
    public boolean allowsTime(int ntime) {
        long time = Integer.toUnsignedLong(ntime);
        return time >= Integer.toUnsignedLong(minTime) && time <= Integer.toUnsignedLong(curTime) + NTIME_AHEAD_SECONDS;
    }
}
