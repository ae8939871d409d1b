@NullMarked
package thunderpool.gateway.command;

import org.jspecify.annotations.NullMarked;
