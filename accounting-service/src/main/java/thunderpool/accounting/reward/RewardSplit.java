package thunderpool.accounting.reward;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import thunderpool.accounting.account.Account;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/**
 * A block's reward, divided: fee and credits add up to it exactly.
 *
 * @param fee the pool's part, floored
 * @param credits per account in the order of script bytes, none of them zero
 */
public record RewardSplit(Sats fee, SortedMap<Script, Sats> credits) {

    /**
     * The fee is floored, in favour of the miners; the rest is split by weight, each satoshi left over going to the
     * largest fraction, among equal ones to the lower script.
     *
     * @param weights per account; when nobody has any, all goes to the finder
     */
    public static RewardSplit of(
            Sats reward, int feeBasisPoints, SortedMap<Script, BigInteger> weights, Script finder) {
        Sats fee = reward.portion(feeBasisPoints);
        Sats rest = reward.minus(fee);
        SortedMap<Script, Sats> credits = new TreeMap<>(Account.BY_SCRIPT);
        if (weights.isEmpty()) {
            credits.put(finder, rest);
        } else {
            List<Script> accounts = new ArrayList<>(weights.keySet());
            List<Sats> parts = rest.split(new ArrayList<>(weights.values()));
            for (int i = 0; i < parts.size(); i++) {
                credits.put(accounts.get(i), parts.get(i));
            }
        }
        credits.values().removeIf(Sats::isZero);
        return new RewardSplit(fee, credits);
    }
}
