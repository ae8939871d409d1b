package thunderpool.runtime;

import thunderpool.topics.Principal;

/**
 * Which process this is, for {@link StatusWiring}.
 *
 * @param instance its name among the processes of its service
 * @param kafka how it reaches the broker as {@code service}
 */
public record ServiceIdentity(Principal service, String instance, KafkaAccess kafka) {}
