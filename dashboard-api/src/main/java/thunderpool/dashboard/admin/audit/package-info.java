/**
 * The record of what admins did and tried: rows that are only ever added, each bound to the one before.
 *
 * <p>Knows how rows are chained and kept. Does not know who may do what.
 */
@NullMarked
package thunderpool.dashboard.admin.audit;

import org.jspecify.annotations.NullMarked;
