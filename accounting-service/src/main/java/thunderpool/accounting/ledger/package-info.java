/**
 * The immutable double-entry ledger in satoshi, its audit, and the alarms that stop payouts. Knows transfers between
 * purses; does not know why a block or an order causes them.
 */
@NullMarked
package thunderpool.accounting.ledger;

import org.jspecify.annotations.NullMarked;
