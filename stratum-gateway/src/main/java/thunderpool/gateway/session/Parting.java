package thunderpool.gateway.session;

import java.util.Locale;

/** Why the gateway ended a connection. */
public enum Parting {
    /** Not subscribed and authorized in time, or too many words before it. */
    HANDSHAKE,
    /** Nothing was heard for very long. */
    IDLE,
    /** Does not read what it is sent. */
    SLOW_READER,
    /** A line beyond the limit. */
    LINE_TOO_LONG,
    /** Speaks something else than stratum. */
    NOT_STRATUM,
    /** Invalid shares or needless messages in masses. */
    FLOOD,
    BANNED,
    /** More connections than allowed. */
    FULL,
    /** There is no fresh template: the miner should fail over. */
    NO_WORK,
    /** The same session came back on another connection. */
    RESUMED,
    /** The gateway goes down. */
    DRAINED,
    /** A share's fate is unknown: it must not be answered. */
    UNKNOWN_FATE,
    /** A bug or a broken socket. */
    FAILED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
