/**
 * Accounts (a chain's script that is paid) and their workers: how they come into being and what people edit about them.
 * Knows no money.
 */
@NullMarked
package thunderpool.accounting.account;

import org.jspecify.annotations.NullMarked;
