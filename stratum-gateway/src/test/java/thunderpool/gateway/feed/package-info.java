/** Tests of the gateway, and the fakes they share. */
@NullMarked
package thunderpool.gateway.feed;

import org.jspecify.annotations.NullMarked;
