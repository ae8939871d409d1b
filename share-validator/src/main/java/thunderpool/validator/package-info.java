/**
 * Judges every raw share again and credits it: the one place where a submission becomes work.
 *
 * <p>Knows jobs, duplicates, slices and the order of a partition. Does not know miners' connections, balances or
 * payouts; it trusts no gateway's verdict, only the bytes of a submission. One partition is judged by one thread.
 */
@NullMarked
package thunderpool.validator;

import org.jspecify.annotations.NullMarked;
