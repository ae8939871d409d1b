package thunderpool.accounting.ledger;

import thunderpool.bitcoin.Sats;

/**
 * An account's purses.
 *
 * @param version counts the statements that changed them; 0 for an account that never had money
 */
public record Balance(Sats immature, Sats payable, Sats reserved, Sats paid, long version) {

    public static final Balance NONE = new Balance(Sats.ZERO, Sats.ZERO, Sats.ZERO, Sats.ZERO, 0);
}
