package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of payment_schemes: a named payment interval that ports propose and accounts follow.
 *
 * @param version of the row; readers ignore what is not newer
 * @param blockInterval blocks between payments, 0 when blocks do not matter
 * @param timeIntervalMinutes minutes between payments, 0 when time does not matter
 * @param next what it will be by an operator's word, null when nothing is planned
 */
public record SchemeChanged(
        String schemeName,
        long version,
        int blockInterval,
        int timeIntervalMinutes,
        String description,
        @Nullable Plan next) {

    /**
     * What a scheme will be.
     *
     * @param fromMs when it takes the place of the present one, milliseconds since the Unix epoch
     */
    public record Plan(long fromMs, int blockInterval, int timeIntervalMinutes, String description) {}

    public static final Topic<SchemeChanged> TOPIC = Topic.ordered(
            "scheme-changed",
            new SchemeChangedCodec(),
            Principal.PAYOUT,
            Set.of(Principal.DASHBOARD),
            new Retention.Compact(),
            record -> record.schemeName.getBytes(StandardCharsets.UTF_8));

    /** With nothing planned. */
    public SchemeChanged(
            String schemeName, long version, int blockInterval, int timeIntervalMinutes, String description) {
        this(schemeName, version, blockInterval, timeIntervalMinutes, description, null);
    }

    /** Version 2 has the plan, a list of one or none; nobody was told before. */
    private static final class SchemeChangedCodec implements Codec<SchemeChanged> {
        @Override
        public int version() {
            return 2;
        }

        @Override
        public void write(SchemeChanged value, RecordWriter out) {
            out.text(value.schemeName);
            out.int64(value.version);
            out.int32(value.blockInterval);
            out.int32(value.timeIntervalMinutes);
            out.text(value.description);
            out.list(value.next == null ? List.<Plan>of() : List.of(value.next), (plan, to) -> {
                to.int64(plan.fromMs);
                to.int32(plan.blockInterval);
                to.int32(plan.timeIntervalMinutes);
                to.text(plan.description);
            });
        }

        @Override
        public SchemeChanged read(int version, RecordReader in) {
            return new SchemeChanged(
                    in.text(), in.int64(), in.int32(), in.int32(), in.text(), version == 1 ? null : plan(in));
        }

        private static @Nullable Plan plan(RecordReader in) {
            List<Plan> plans = in.list(from -> new Plan(from.int64(), from.int32(), from.int32(), from.text()));
            return plans.isEmpty() ? null : plans.getFirst();
        }
    }
}
