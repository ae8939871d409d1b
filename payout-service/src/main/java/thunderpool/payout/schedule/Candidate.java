package thunderpool.payout.schedule;

import thunderpool.bitcoin.Sats;

/**
 * An account without an open order, and what decides whether it gets one.
 *
 * @param payable as accounting last said
 * @param nextSequence number of its earlier orders
 * @param refusedAtMs when its newest order was refused, 0 when it was not
 */
public record Candidate(Schedule schedule, Scheme scheme, Sats payable, long nextSequence, long refusedAtMs) {}
