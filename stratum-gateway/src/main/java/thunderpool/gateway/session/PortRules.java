package thunderpool.gateway.session;

import thunderpool.bitcoin.Difficulty;
import thunderpool.work.RewardSystem;

/**
 * What a port offers.
 *
 * @param name for logs and metrics
 * @param rewardSystem of the shares that arrive here
 * @param schemeTag payment scheme proposed to new accounts
 * @param minimum no miner gets an easier difficulty, unless the network itself is easier
 * @param start of miners that say nothing
 * @param maximum no miner gets a harder one
 * @param vardiff whether difficulty follows the miner; when not, it is {@code start} for all
 * @param shareIntervalMs mean time between a miner's shares that vardiff aims at
 * @param fastestIntervalMs a session with more shares than this is raised whatever its password says
 */
public record PortRules(
        String name,
        RewardSystem rewardSystem,
        String schemeTag,
        Difficulty minimum,
        Difficulty start,
        Difficulty maximum,
        boolean vardiff,
        long shareIntervalMs,
        long fastestIntervalMs) {
    public PortRules {
        if (minimum.compareTo(start) > 0 || start.compareTo(maximum) > 0) {
            throw new IllegalArgumentException("port " + name + ": difficulties must be minimum <= start <= maximum");
        }
        if (shareIntervalMs <= 0 || fastestIntervalMs <= 0) {
            throw new IllegalArgumentException("port " + name + ": share intervals must be positive");
        }
    }

    /** The easiest difficulty a miner of this port may have been given, but for the network's own. */
    Difficulty easiest() {
        return vardiff ? minimum : start;
    }

    Difficulty bounded(Difficulty wanted) {
        return wanted.max(minimum).min(maximum);
    }
}
