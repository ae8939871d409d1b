package thunderpool.work;

import thunderpool.bitcoin.Script;

/**
 * Who submitted a share, and how it earns. The account is the script that is paid: every spelling of an address with
 * the same script is one account.
 *
 * @param account scriptPubKey of the address in the user name
 * @param worker name behind the address, empty when none was given
 * @param rewardSystem of the port the share arrived on
 * @param schemeTag payment scheme that the port proposes to new accounts, such as {@code blocks} or {@code time}
 */
public record Miner(Script account, String worker, RewardSystem rewardSystem, String schemeTag) {

    /** Longest worker name kept, in characters. */
    public static final int WORKER_MAX = 128;

    public Miner {
        if (worker.length() > WORKER_MAX) {
            throw new IllegalArgumentException("worker name longer than " + WORKER_MAX);
        }
    }
}
