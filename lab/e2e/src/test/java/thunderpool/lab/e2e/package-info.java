/**
 * The pool as its users meet it: whole processes, real sockets, real nodes, killed and restarted.
 *
 * <p>Knows commands, ports, the REST interface and the topics. Does not reach into services' classes.
 */
@NullMarked
package thunderpool.lab.e2e;

import org.jspecify.annotations.NullMarked;
