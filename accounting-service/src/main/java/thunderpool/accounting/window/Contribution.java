package thunderpool.accounting.window;

import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/** What one worker contributed in one slice under one reward system: credited shares and their work. */
public record Contribution(Key key, long shares, Work work) {

    /** Whose work, when, and how it earns. */
    public record Key(RewardSystem rewardSystem, long slice, Script account, String worker) {}
}
