package thunderpool.runtime.log;

import java.util.Optional;
import thunderpool.topics.Principal;

/**
 * Whose a line of the log is where several services share a JVM: the service's whose package logged it; of a library or of
 * what services share, the one's whose thread group the thread is of; else nobody's.
 */
public final class LogOwner {
    private static final String OURS = "thunderpool.";

    private LogOwner() {}

    /** To be asked on the thread that logs. */
    public static Optional<Principal> of(String logger) {
        if (logger.startsWith(OURS)) {
            for (Principal service : Principal.values()) {
                if (logger.startsWith(service.label() + ".", OURS.length())) {
                    return Optional.of(service);
                }
            }
        }
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent()) {
            for (Principal service : Principal.values()) {
                if (service.label().equals(group.getName())) {
                    return Optional.of(service);
                }
            }
        }
        return Optional.empty();
    }
}
