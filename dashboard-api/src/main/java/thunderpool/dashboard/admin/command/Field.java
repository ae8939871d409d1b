package thunderpool.dashboard.admin.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** A field of commands: its name in the record, and what its text may be. */
public enum Field {
    ADDRESS(Form.ACCOUNT),
    ACCOUNT(Form.ACCOUNT),
    ALL(Form.TRUE),
    OFF(Form.TRUE),
    SCHEME(Form.WORD),
    MINIMUM_SATS(Form.AMOUNT),
    ABOVE_SATS(Form.AMOUNT),
    /** May be below zero, and is never zero. */
    AMOUNT(Form.SIGNED_AMOUNT),
    ORDER(Form.HASH),
    /** As nodes and explorers print it. */
    TXID(Form.WORD),
    BLOCK_INTERVAL(Form.COUNT),
    TIME_INTERVAL(Form.COUNT),
    DESCRIPTION(Form.LINE),
    REWARD_SYSTEM(Form.REWARD_SYSTEM),
    BASIS_POINTS(Form.BASIS_POINTS),
    FROM_MS(Form.AMOUNT),
    SUBJECT(Form.SUBJECT),
    MINUTES(Form.MINUTES),
    TEXT(Form.LINE),
    INSTANCE(Form.WORD),
    PORT(Form.WORD),
    MINIMUM(Form.DIFFICULTY),
    START(Form.DIFFICULTY),
    MAXIMUM(Form.DIFFICULTY),
    VARDIFF(Form.FLAG),
    SHARE_INTERVAL_MS(Form.INTERVAL_MS);

    /** How a text must look. */
    enum Form {
        /** An address of the chain, or a script in hex. */
        ACCOUNT,
        TRUE,
        FLAG,
        WORD,
        LINE,
        /** Satoshi or milliseconds, above zero. */
        AMOUNT,
        SIGNED_AMOUNT,
        COUNT,
        BASIS_POINTS,
        MINUTES,
        INTERVAL_MS,
        HASH,
        REWARD_SYSTEM,
        SUBJECT,
        DIFFICULTY
    }

    static final Pattern WORD_TEXT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:-]{0,63}");

    private final Form form;

    Field(Form form) {
        this.form = form;
    }

    Form form() {
        return form;
    }

    /** As the record carries it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
