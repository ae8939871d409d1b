package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A gateway shut somebody out, or let somebody in again.
 *
 * @param instance of the gateway
 * @param subject what is banned: {@code remote:ADDRESS}, {@code account:SCRIPT-HEX}, or
 *     {@code pair:ADDRESS:SCRIPT-HEX} for an account on one network address
 * @param banned false when the ban ended early
 * @param reason in words
 * @param author {@code pool} for a ban by rule, else the operator
 * @param untilMs when it ends, milliseconds since the Unix epoch
 */
public record BanChanged(
        String instance, String subject, boolean banned, String reason, String author, long atMs, long untilMs) {

    public static final Topic<BanChanged> TOPIC = Topic.ordered(
            "ban-changed",
            new BanChangedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.DASHBOARD),
            Retention.days(30),
            record -> (record.instance + " " + record.subject).getBytes(StandardCharsets.UTF_8));

    private static final class BanChangedCodec implements Codec<BanChanged> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(BanChanged value, RecordWriter out) {
            out.text(value.instance);
            out.text(value.subject);
            out.flag(value.banned);
            out.text(value.reason);
            out.text(value.author);
            out.int64(value.atMs);
            out.int64(value.untilMs);
        }

        @Override
        public BanChanged read(int version, RecordReader in) {
            return new BanChanged(in.text(), in.text(), in.flag(), in.text(), in.text(), in.int64(), in.int64());
        }
    }
}
