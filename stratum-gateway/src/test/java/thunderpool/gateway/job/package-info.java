/** Tests of the gateway, and the fakes they share. */
@NullMarked
package thunderpool.gateway.job;

import org.jspecify.annotations.NullMarked;
