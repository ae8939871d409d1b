/** Tests of the gateway, and the fakes they share. */
@NullMarked
package thunderpool.gateway.session;

import org.jspecify.annotations.NullMarked;
