package thunderpool.dashboard.view;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.SignedMessage;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.Principal;
import thunderpool.topics.TopicWriter;

/**
 * Sends what people want done to the service that owns it; the answer comes back by its topic.
 *
 * <p>Anyone may ask, so only what an account's own key has signed goes on the log, and only a few times an hour: the log
 * of commands is kept for good.
 */
public final class CommandSender {

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int PER_HOUR = 6;

    /** What became of a wish. */
    public sealed interface Outcome {

        /** On its way; the owner's answer will be kept under this id. */
        record Sent(Hash256 id) implements Outcome {}

        /** Not signed by the account's key; the reason is for its owner. */
        record NotSigned(String reason) implements Outcome {}

        /** As many changes as an account may ask for in an hour were asked for. */
        record TooMany(int perHour) implements Outcome {}

        /** The log did not answer in time: it may or may not be on its way, under this id. */
        record Unknown(Hash256 id) implements Outcome {}
    }

    private final TopicWriter<AdminCommand> writer;
    private final PgCommands commands;
    private final Chain chain;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random of cryptographic quality: ids must not be guessed */
    public CommandSender(
            TopicWriter<AdminCommand> writer,
            PgCommands commands,
            Chain chain,
            InstantSource clock,
            RandomGenerator random) {
        this.writer = writer;
        this.commands = commands;
        this.chain = chain;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A miner's own change of schedule. The signature is checked here against strangers, and by payout-service for good.
     *
     * @param message exactly what was signed
     * @param signature base64
     * @throws AddressException when the address is none of the chain
     */
    public Outcome changeSchedule(String address, String message, String signature) {
        Script account = Address.parse(address, chain).script();
        if (message.codePoints().anyMatch(Character::isISOControl)) {
            return new Outcome.NotSigned("The message must be one line without control characters.");
        }
        return switch (SignedMessage.verify(address, message, signature, chain)) {
            case VALID -> send(account, Map.of("address", address, "message", message, "signature", signature));
            case BAD_ADDRESS -> new Outcome.NotSigned("This is no address of " + chain.name() + ".");
            case MALFORMED_SIGNATURE ->
                new Outcome.NotSigned("The signature is malformed: it must be the base64 text a wallet gives.");
            case UNSUPPORTED_ADDRESS -> new Outcome.NotSigned("Signatures of this kind of address cannot be checked.");
            case WRONG_SIGNATURE ->
                new Outcome.NotSigned("The signature is not by this address's key over exactly this message.");
        };
    }

    private Outcome send(Script account, Map<String, String> fields) {
        long nowMs = clock.millis();
        if (commands.countSince(account, nowMs - HOUR.toMillis()) >= PER_HOUR) {
            return new Outcome.TooMany(PER_HOUR);
        }
        byte[] bytes = new byte[Hash256.SIZE];
        random.nextBytes(bytes);
        Hash256 id = Hash256.ofWire(bytes);
        AdminCommand command = new AdminCommand(
                id, Principal.PAYOUT, "change-schedule", "miner", "signed by the account", -1, fields, nowMs);
        commands.sent(id, command.kind(), account, command.author(), nowMs);
        try {
            writer.write(command)
                    .toCompletableFuture()
                    .orTimeout(SENT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return new Outcome.Sent(id);
        } catch (CompletionException notKnown) {
            return new Outcome.Unknown(id);
        }
    }
}
