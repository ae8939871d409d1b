package thunderpool.payout.batch;

import thunderpool.bitcoin.Sats;

/** What came of planning. */
public sealed interface Planned {

    /** @param shortOf what the orders left out lack, zero when they are left out for the size of the transaction alone */
    record Ready(Plan plan, Sats shortOf) implements Planned {}

    /** Not one order can be paid with these coins. */
    record Insufficient(Sats shortOf) implements Planned {}
}
