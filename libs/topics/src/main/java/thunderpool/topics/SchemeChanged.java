package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A row of payment_schemes: a named payment interval that ports propose and accounts follow.
 *
 * @param version of the row; readers ignore what is not newer
 * @param blockInterval blocks between payments, 0 when blocks do not matter
 * @param timeIntervalMinutes minutes between payments, 0 when time does not matter
 */
public record SchemeChanged(
        String schemeName, long version, int blockInterval, int timeIntervalMinutes, String description) {

    public static final Topic<SchemeChanged> TOPIC = Topic.ordered(
            "scheme-changed",
            new SchemeChangedCodec(),
            Principal.PAYOUT,
            Set.of(Principal.DASHBOARD),
            new Retention.Compact(),
            record -> record.schemeName.getBytes(StandardCharsets.UTF_8));

    private static final class SchemeChangedCodec implements Codec<SchemeChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(SchemeChanged value, RecordWriter out) {
            out.text(value.schemeName);
            out.int64(value.version);
            out.int32(value.blockInterval);
            out.int32(value.timeIntervalMinutes);
            out.text(value.description);
        }

        @Override
        public SchemeChanged read(int version, RecordReader in) {
            return new SchemeChanged(in.text(), in.int64(), in.int32(), in.int32(), in.text());
        }
    }
}
