package thunderpool.accounting.ledger;

import thunderpool.bitcoin.Sats;

/**
 * An account's purses.
 *
 * @param version counts the transfers that moved them, so that the same log leads to the same one in whatever portions it is
 *     folded; 0 for an account that never had money
 */
public record Balance(Sats immature, Sats payable, Sats reserved, Sats paid, long version) {

    public static final Balance NONE = new Balance(Sats.ZERO, Sats.ZERO, Sats.ZERO, Sats.ZERO, 0);
}
