package thunderpool.payout.port;

import java.util.function.Consumer;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;

/** What this service once told the suite of its orders: the log never knows more of an order than its own database. */
public interface PublishedLog {

    /** A log on which nothing was ever told. */
    PublishedLog EMPTY = (sinceMs, reader) -> {};

    /**
     * Reads every record appended at this time or later, up to the end that the log had at the call.
     *
     * @throws LogFault when the log cannot be read to that end
     */
    void since(long sinceMs, Consumer<Received<PayoutChanged>> reader);

    /**
     * Whether every operator's command that was on the log when this term first asked has been obeyed.
     *
     * @throws LogFault when that cannot be found out
     */
    default boolean commandsObeyed() {
        return true;
    }

    /** The log is away. */
    final class LogFault extends RuntimeException {
        public LogFault(String message) {
            super(message);
        }

        public LogFault(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
