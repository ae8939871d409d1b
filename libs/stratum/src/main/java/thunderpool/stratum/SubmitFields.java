package thunderpool.stratum;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import thunderpool.stratum.ClientMessage.Fault;
import thunderpool.stratum.ClientMessage.Malformed;
import thunderpool.stratum.ClientMessage.Submit;

/**
 * The rules for a submit's parameters {@code [user, job, extranonce2, ntime, nonce(, version bits)]}: hex of either
 * case, exact lengths, nothing appended. One place for both readers.
 */
final class SubmitFields {
    private static final int EXTRANONCE2 = 2;
    private static final int NTIME = 3;
    private static final int NONCE = 4;
    private static final int VERSION = 5;
    private static final int INT_DIGITS = 8;
    private static final int MAX_EXTRANONCE2_DIGITS = 16;

    private SubmitFields() {}

    /** Parameters as ranges of bytes. */
    static final class Slices {
        private final byte[] bytes;
        private final int[] starts;
        private final int[] ends;
        private final int count;

        Slices(byte[] bytes, int[] starts, int[] ends, int count) {
            this.bytes = bytes;
            this.starts = starts;
            this.ends = ends;
            this.count = count;
        }

        /** Of strings: what is not ASCII becomes '?', which is no hex digit either. */
        static Slices of(List<String> params) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            int[] starts = new int[params.size()];
            int[] ends = new int[params.size()];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = all.size();
                all.writeBytes(params.get(i).getBytes(StandardCharsets.US_ASCII));
                ends[i] = all.size();
            }
            return new Slices(all.toByteArray(), starts, ends, starts.length);
        }

        private boolean isHex(int index) {
            return HexField.isHex(bytes, starts[index], ends[index]);
        }

        private int digits(int index) {
            return ends[index] - starts[index];
        }

        private long value(int index) {
            return HexField.value(bytes, starts[index], ends[index]);
        }
    }

    static ClientMessage read(RequestId id, String user, String jobId, Slices params) {
        String problem = problem(params);
        if (problem != null) {
            return new Malformed(id, Fault.BAD_PARAMETERS, problem);
        }
        Integer versionBits = params.count > VERSION ? (Integer) (int) params.value(VERSION) : null;
        return new Submit(
                id,
                user,
                jobId,
                params.value(EXTRANONCE2),
                params.digits(EXTRANONCE2) / 2,
                (int) params.value(NTIME),
                (int) params.value(NONCE),
                versionBits);
    }

    private static @Nullable String problem(Slices params) {
        int digits = params.digits(EXTRANONCE2);
        if (digits == 0 || digits % 2 != 0 || digits > MAX_EXTRANONCE2_DIGITS || !params.isHex(EXTRANONCE2)) {
            return "Bad extranonce2";
        }
        if (notInt(params, NTIME)) {
            return "Bad ntime";
        }
        if (notInt(params, NONCE)) {
            return "Bad nonce";
        }
        return params.count > VERSION && notInt(params, VERSION) ? "Bad version bits" : null;
    }

    private static boolean notInt(Slices params, int index) {
        return params.digits(index) != INT_DIGITS || !params.isHex(index);
    }
}
