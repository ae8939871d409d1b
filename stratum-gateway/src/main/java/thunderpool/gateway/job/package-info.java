/**
 * Templates and the jobs made of them, shared by all sessions, and whether there is work at all.
 *
 * <p>Knows which tip is current, which earlier work can still be judged, and how a job is told to a miner. Does not
 * know sessions, sockets, topics or clocks (time is a parameter).
 */
@NullMarked
package thunderpool.gateway.job;

import org.jspecify.annotations.NullMarked;
