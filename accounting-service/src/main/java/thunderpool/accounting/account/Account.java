package thunderpool.accounting.account;

import java.util.Arrays;
import java.util.Comparator;
import thunderpool.bitcoin.Script;

/**
 * Someone who earns: the script that is paid, on the service's chain.
 *
 * @param schemeTag what the port of its first share proposed
 * @param held an operator holds its payouts
 * @param version of what people edit about it, from 0; its money has a version of its own
 */
public record Account(Script script, String schemeTag, boolean held, long version) {

    /** Scripts as unsigned bytes: the order that ties of a split are broken by, the same as the database's. */
    public static final Comparator<Script> BY_SCRIPT =
            (left, right) -> Arrays.compareUnsigned(left.bytes(), right.bytes());
}
