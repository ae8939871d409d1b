package thunderpool.accounting.window;

import java.util.Comparator;
import thunderpool.accounting.account.Account;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

/** What one account contributed over a run of slices under one reward system. */
public record AccountTally(Script account, RewardSystem rewardSystem, long shares, Work work) {

    public static final Comparator<AccountTally> ORDER =
            Comparator.comparing(AccountTally::account, Account.BY_SCRIPT).thenComparing(AccountTally::rewardSystem);
}
