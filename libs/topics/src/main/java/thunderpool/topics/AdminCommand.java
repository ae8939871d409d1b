package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import thunderpool.bitcoin.Hash256;

/**
 * What an operator (or a miner by a signed message) wants done. The owner of the thing answers
 * {@link CommandAnswered}; commands are idempotent by id.
 *
 * @param id chosen at random by the asker
 * @param owner service that must answer; the others ignore it
 * @param kind name of the command, such as {@code change-schedule} or {@code hold-payouts}
 * @param author who asks, for the audit log
 * @param reason why, for the audit log
 * @param expectedVersion version of the thing the author looked at, or -1 when it does not matter
 * @param fields the command's own fields by name
 * @param atMs dashboard's clock, milliseconds since the Unix epoch
 */
public record AdminCommand(
        Hash256 id,
        Principal owner,
        String kind,
        String author,
        String reason,
        long expectedVersion,
        Map<String, String> fields,
        long atMs) {

    public static final Topic<AdminCommand> TOPIC = Topic.ordered(
            "admin-command",
            new AdminCommandCodec(),
            Principal.DASHBOARD,
            Set.of(Principal.GATEWAY, Principal.TEMPLATE, Principal.ACCOUNTING, Principal.PAYOUT),
            new Retention.Forever(),
            record -> record.id.wire());

    public AdminCommand {
        fields = Map.copyOf(fields);
    }

    private static final class AdminCommandCodec implements Codec<AdminCommand> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(AdminCommand value, RecordWriter out) {
            out.hash(value.id);
            out.text(value.owner.label());
            out.text(value.kind);
            out.text(value.author);
            out.text(value.reason);
            out.int64(value.expectedVersion);
            Map<String, String> sorted = new TreeMap<>(value.fields);
            out.uint16(sorted.size());
            sorted.forEach((name, text) -> {
                out.text(name);
                out.bytes(text.getBytes(StandardCharsets.UTF_8));
            });
            out.int64(value.atMs);
        }

        @Override
        public AdminCommand read(int version, RecordReader in) {
            return new AdminCommand(
                    in.hash(),
                    Principal.ofLabel(in.text()),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.int64(),
                    fields(in),
                    in.int64());
        }

        private static Map<String, String> fields(RecordReader in) {
            Map<String, String> fields = new TreeMap<>();
            int count = in.uint16();
            for (int i = 0; i < count; i++) {
                fields.put(in.text(), new String(in.bytes(), StandardCharsets.UTF_8));
            }
            return fields;
        }
    }
}
