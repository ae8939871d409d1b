/**
 * Kafka, PostgreSQL and Spring wiring that services share: writers and feeds over the log, provisioning and access
 * rules of topics, the transactional pipeline, the outbox, leases, and how a service starts and stops. It knows how
 * records travel and who may move them; it knows nothing of what a share, a balance or a payout means.
 */
@NullMarked
package thunderpool.runtime;

import org.jspecify.annotations.NullMarked;
