/** Tests of the gateway, and the fakes they share. */
@NullMarked
package thunderpool.gateway.net;

import org.jspecify.annotations.NullMarked;
