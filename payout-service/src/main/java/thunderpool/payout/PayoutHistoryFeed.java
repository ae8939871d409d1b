package thunderpool.payout;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import thunderpool.payout.port.PublishedLog;
import thunderpool.runtime.KafkaLogReplay;
import thunderpool.runtime.PgPositions;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.PayoutChanged;
import thunderpool.topics.Received;

/** One term's look at the broker: our own records, read back, and how many commands there are. */
final class PayoutHistoryFeed implements PublishedLog {

    private final KafkaLogReplay log;
    private final PgPositions positions;
    private final BooleanSupplier isOurs;
    private OptionalLong commands = OptionalLong.empty();

    /** @param isOurs whether it is the log this database was folded from, or has become so */
    PayoutHistoryFeed(KafkaLogReplay log, PgPositions positions, BooleanSupplier isOurs) {
        this.log = log;
        this.positions = positions;
        this.isOurs = isOurs;
    }

    @Override
    public void since(long sinceMs, Consumer<Received<PayoutChanged>> reader) {
        if (!isOurs.getAsBoolean()) {
            throw new LogFault("the log is away, or not the one that this database was folded from");
        }
        try {
            log.replay(PayoutChanged.TOPIC, 0, sinceMs, reader);
        } catch (KafkaException away) {
            throw new LogFault("payout-changed cannot be read: " + away.getMessage(), away);
        }
    }

    @Override
    public boolean commandsObeyed() {
        try {
            if (commands.isEmpty()) {
                commands = OptionalLong.of(log.end(AdminCommand.TOPIC, 0));
            }
        } catch (KafkaException away) {
            throw new LogFault("the end of admin-command is not known: " + away.getMessage(), away);
        }
        return positions.next(AdminCommand.TOPIC).getOrDefault(0, 0L) >= commands.getAsLong();
    }
}
