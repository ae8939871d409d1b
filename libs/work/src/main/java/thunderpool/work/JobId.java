package thunderpool.work;

import java.util.HexFormat;
import java.util.Optional;
import thunderpool.bitcoin.Difficulty;

/**
 * A job id describes itself: template, coinbase plan, difficulty. It means the same on every gateway, and a difficulty
 * change is another job.
 *
 * @param templateId unsigned 32 bits
 * @param planId 0..255
 * @param difficulty a power of two; its exponent is a signed byte
 */
public record JobId(int templateId, int planId, Difficulty difficulty) {

    /** Characters of the text form. */
    public static final int LENGTH = 12;

    private static final HexFormat HEX = HexFormat.of();

    /** Eight hex digits of the template, two of the plan, two of the exponent (two's complement). */
    public String text() {
        return HEX.toHexDigits(templateId)
                + HEX.toHexDigits((byte) planId)
                + HEX.toHexDigits((byte) difficulty.exponent());
    }

    /** Reads {@link #text()} back, in any hex case; empty when it is not a job id. */
    public static Optional<JobId> parse(CharSequence text) {
        if (text.length() != LENGTH) {
            return Optional.empty();
        }
        for (int i = 0; i < LENGTH; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return Optional.empty();
            }
        }
        int exponent = (byte) HexFormat.fromHexDigits(text, 10, 12);
        if (exponent < Difficulty.MIN_EXPONENT) {
            return Optional.empty();
        }
        return Optional.of(new JobId(
                HexFormat.fromHexDigits(text, 0, 8), HexFormat.fromHexDigits(text, 8, 10), new Difficulty(exponent)));
    }
}
