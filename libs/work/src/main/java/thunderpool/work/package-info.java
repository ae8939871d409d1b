/**
 * The pool's pure core: templates completed to jobs, submissions judged, work counted.
 *
 * <p>Knows how a template, a coinbase plan and an extranonce become work bytes, and how a submission is judged against
 * them. The same functions run in the gateway, the validator, the assembler and the simulation. Does not know sockets,
 * topics, databases, clocks (time is a parameter) or who is paid what.
 */
@NullMarked
package thunderpool.work;

import org.jspecify.annotations.NullMarked;
