/**
 * Bitcoin Core's JSON-RPC over HTTP on loopback: envelopes, errors, argument checks and the shapes of the results, as
 * Core 28 gives them. Everything the chain decides is decided in the packages it calls.
 */
@NullMarked
package thunderpool.lab.devnode.rpc;

import org.jspecify.annotations.NullMarked;
