/** Tests of the gateway, and the fakes they share. */
@NullMarked
package thunderpool.gateway;

import org.jspecify.annotations.NullMarked;
