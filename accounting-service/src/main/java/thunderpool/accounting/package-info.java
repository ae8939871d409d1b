/**
 * Who earned what: folds judged shares into work, splits blocks' rewards, keeps the ledger, closes epochs, reserves payouts.
 *
 * <p>{@link thunderpool.accounting.Accounting} is the whole service as a function of records and time; the application and
 * its wiring own Kafka, PostgreSQL and the clock. It knows nothing of sockets, nodes, wallets or transactions of a chain.
 */
@NullMarked
package thunderpool.accounting;

import org.jspecify.annotations.NullMarked;
