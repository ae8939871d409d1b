/**
 * Templates out, blocks home: chooses among the nodes, publishes templates whose bodies are durable, submits solved
 * blocks to every node and follows them until they mature or are orphaned.
 *
 * <p>Knows the nodes and their credentials, and the transactions of every template. Does not know miners' sessions,
 * shares or balances; a block's finder is only passed on.
 */
@NullMarked
package thunderpool.template;

import org.jspecify.annotations.NullMarked;
