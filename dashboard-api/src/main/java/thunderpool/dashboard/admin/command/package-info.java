/**
 * What operators want done by other services: which commands there are, who may send which, and what became of them.
 *
 * <p>Knows the kinds and fields of commands. Does not know how the services obey them.
 */
@NullMarked
package thunderpool.dashboard.admin.command;

import org.jspecify.annotations.NullMarked;
