package thunderpool.payout.schedule;

import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;

/** The newest we heard from accounting of an account's money. */
public record Balance(Script account, long version, Sats payable, Sats reserved) {}
