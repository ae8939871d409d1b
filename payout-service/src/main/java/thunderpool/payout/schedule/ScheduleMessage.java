package thunderpool.payout.schedule;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.SignedMessage;

/**
 * The message by which the owner of an address changes its schedule, signed with the address's key:
 *
 * <pre>{@code
 * Thunder Pool bitcoin-main: pay bc1q... by scheme time, time 1790000000
 * Thunder Pool bitcoin-main: pay bc1q... by scheme time, minimum 100000 sat, time 1790000000
 * }</pre>
 *
 * <p>The text names all that is asked for, so a signature cannot be used for anything else; its time (Unix seconds) must
 * be newer than the last one obeyed, so it cannot be used twice.
 *
 * @param minimum empty when it stays as it is
 * @param time Unix seconds
 */
public record ScheduleMessage(String address, String schemeName, Optional<Sats> minimum, long time) {

    private static final Duration OLDEST = Duration.ofHours(24);
    private static final Duration AHEAD = Duration.ofMinutes(15);

    /** What came of reading a message. */
    public sealed interface Outcome {
        record Genuine(ScheduleMessage message) implements Outcome {}

        record Refused(String reason) implements Outcome {}
    }

    /**
     * @param address that asks, as its owner spells it
     */
    public static Outcome check(String address, String text, String signature, Chain chain, Times times) {
        Optional<ScheduleMessage> read = read(text, chain);
        if (read.isEmpty()) {
            return refused("the message must read: Thunder Pool " + chain.name()
                    + ": pay ADDRESS by scheme SCHEME[, minimum SATOSHI sat], time UNIX-SECONDS");
        }
        ScheduleMessage message = read.get();
        if (!message.address.equals(address)) {
            return refused("the message names another address");
        }
        if (message.time <= times.lastObeyed()) {
            return refused("a message of this time or a newer one was obeyed already");
        }
        long ageSeconds = times.nowMs() / 1000 - message.time;
        if (ageSeconds > OLDEST.toSeconds() || ageSeconds < -AHEAD.toSeconds()) {
            return refused("the message's time must be the present: at most 24 hours old, at most 15 minutes ahead");
        }
        return switch (SignedMessage.verify(address, text, signature, chain)) {
            case VALID -> new Outcome.Genuine(message);
            case BAD_ADDRESS -> refused("not an address of " + chain.name());
            case MALFORMED_SIGNATURE -> refused("the signature is malformed");
            case UNSUPPORTED_ADDRESS -> refused("signatures of this kind of address cannot be checked");
            case WRONG_SIGNATURE -> refused("the signature is not by this address over this message");
        };
    }

    /**
     * What a message's time is held against.
     *
     * @param lastObeyed Unix seconds inside the newest message obeyed for the account, 0 when there is none
     * @param nowMs milliseconds since the Unix epoch
     */
    public record Times(long lastObeyed, long nowMs) {}

    private static Optional<ScheduleMessage> read(String text, Chain chain) {
        Matcher form = Pattern.compile("Thunder Pool " + Pattern.quote(chain.name())
                        + ": pay ([0-9A-Za-z]{14,120}) by scheme ([a-z0-9][a-z0-9-]{0,31})"
                        + "(?:, minimum ([0-9]{1,15}) sat)?, time ([0-9]{1,12})")
                .matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Optional<Sats> minimum =
                Optional.ofNullable(form.group(3)).map(Long::parseLong).map(Sats::of);
        return Optional.of(new ScheduleMessage(form.group(1), form.group(2), minimum, Long.parseLong(form.group(4))));
    }

    private static Outcome refused(String reason) {
        return new Outcome.Refused(reason);
    }
}
