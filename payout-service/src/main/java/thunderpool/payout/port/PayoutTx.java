package thunderpool.payout.port;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.Topic;

/** What a transaction of the {@link PayoutStore} can read and change. */
public interface PayoutTx {

    OrderBook orders();

    FamilyBook families();

    ScheduleBook schedules();

    ChainBook chain();

    AdoptionBook adoptions();

    /** Appends to the outbox; it is published in order after the commit. */
    <T> void publish(Topic<T> topic, T value);

    /** The answer given to a command, so that it is given once. */
    Optional<CommandAnswered> answerTo(Hash256 commandId);

    void keepAnswer(CommandAnswered answer);
}
