package thunderpool.payout.saga;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import thunderpool.payout.port.PublishedLog;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;

/**
 * What a world's saga has published, read back from a broker that is away at times.
 *
 * @param log as long as what was published
 * @param commands that wait to be obeyed
 */
record OwnRecords(List<Received<PayoutChanged>> log, Faults faults, Collection<AdminCommand> commands)
        implements PublishedLog {

    @Override
    public void since(long sinceMs, Consumer<Received<PayoutChanged>> reader) {
        if (faults.chance(0.1)) {
            throw new LogFault("the broker is away", new IllegalStateException("away"));
        }
        log.stream().filter(received -> received.appendTimeMs() >= sinceMs).forEach(reader);
    }

    @Override
    public boolean commandsObeyed() {
        return commands.isEmpty();
    }
}
