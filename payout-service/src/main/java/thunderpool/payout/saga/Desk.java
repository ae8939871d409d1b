package thunderpool.payout.saga;

import thunderpool.payout.port.PayoutChain;
import thunderpool.payout.port.PayoutLog;
import thunderpool.payout.port.PayoutStore;

/** What every part of the saga works with. */
record Desk(PayoutRules rules, PayoutStore store, PayoutChain chain, PayoutLog log) {}
