/**
 * A regtest chain in one JVM that speaks the part of Bitcoin Core's JSON-RPC a pool uses. This package knows how to
 * start and stop it and what a test may do to it; the rules of the chain, the mempool, the wallet and the RPC live in
 * the packages below. Nothing here uses the pool's own code: the node is the pool's independent judge.
 */
@NullMarked
package thunderpool.lab.devnode;

import org.jspecify.annotations.NullMarked;
