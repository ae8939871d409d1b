/**
 * Records in and out: templates and the chain's state to the job board, shares to the log, blocks home.
 *
 * <p>Knows topics, the local file of candidates and template-service's endpoint. Does not know sockets of miners or the
 * rules of stratum.
 */
@NullMarked
package thunderpool.gateway.feed;

import org.jspecify.annotations.NullMarked;
