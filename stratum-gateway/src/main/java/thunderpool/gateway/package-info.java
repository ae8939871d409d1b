/**
 * The stratum gateway's composition root: its configuration and how its rooms are put together.
 *
 * <p>The rooms: {@code job} (templates and jobs), {@code session} (what a miner may say and is answered), {@code feed}
 * (records in and out), {@code net} (sockets). None of them knows this package.
 */
@NullMarked
package thunderpool.gateway;

import org.jspecify.annotations.NullMarked;
