/**
 * The whole suite in one JVM: the six services, a real Kafka broker, a real PostgreSQL, and on request a demo chain with
 * simulated miners.
 *
 * <p>Knows how the services are configured and in which order they start and stop. Holds no logic of theirs: whatever runs
 * here runs the same as separate processes.
 */
@NullMarked
package thunderpool.standalone;

import org.jspecify.annotations.NullMarked;
