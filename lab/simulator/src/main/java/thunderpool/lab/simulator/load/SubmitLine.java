package thunderpool.lab.simulator.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import thunderpool.lab.simulator.MinerJob;

/**
 * A {@code mining.submit} of one job whose id and nonce are patched in place: nothing is formatted or allocated per share.
 */
final class SubmitLine {
    /** Ids are ten digits wide, so that lines have one length. */
    static final long FIRST_ID = 1_000_000_000L;

    private static final int ID_AT = "{\"id\":".length();
    private static final int ID_DIGITS = 10;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] line;
    private final int nonceAt;

    SubmitLine(MinerJob job, String user, long extranonce2) {
        HexFormat hex = HexFormat.of();
        String text = "{\"id\":" + FIRST_ID + ",\"method\":\"mining.submit\",\"params\":[\"" + user + "\",\""
                + job.work().jobId() + "\",\""
                + hex.toHexDigits(extranonce2, 2 * job.extranonce2Bytes()) + "\",\""
                + hex.toHexDigits(job.work().ntime()) + "\",\"";
        line = (text + "00000000\"]}\n").getBytes(StandardCharsets.UTF_8);
        nonceAt = text.getBytes(StandardCharsets.UTF_8).length;
    }

    void write(ByteBuf out, long id, int nonce) {
        long digits = id;
        for (int i = ID_AT + ID_DIGITS - 1; i >= ID_AT; i--) {
            line[i] = (byte) ('0' + digits % 10);
            digits /= 10;
        }
        for (int i = 0; i < 8; i++) {
            line[nonceAt + i] = HEX[(nonce >>> (28 - 4 * i)) & 0xf];
        }
        out.writeBytes(line);
    }
}
