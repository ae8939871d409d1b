/**
 * Where the services meet: one file per topic with its record, key, codec and version, and who writes it.
 *
 * <p>Knows the bytes on the log and the promises about them (partitioning, retention, the one writing principal). Does
 * not know brokers, databases, clocks or frameworks; {@link thunderpool.topics.MemoryTopics} is the log of tests.
 */
@NullMarked
package thunderpool.topics;

import org.jspecify.annotations.NullMarked;
