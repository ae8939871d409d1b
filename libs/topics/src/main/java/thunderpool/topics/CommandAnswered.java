package thunderpool.topics;

import java.util.Set;
import thunderpool.bitcoin.Hash256;

/** The owner's answer to an {@link AdminCommand}: applied, or refused with a reason. One topic per owner. */
public sealed interface CommandAnswered {

    Hash256 commandId();

    /** Answers of accounting-service. */
    Topic<CommandAnswered> OF_ACCOUNTING = topic("command-answered-accounting", Principal.ACCOUNTING);

    /** Answers of payout-service. */
    Topic<CommandAnswered> OF_PAYOUT = topic("command-answered-payout", Principal.PAYOUT);

    /** Answers of gateways: of several, each that obeys answers. */
    Topic<CommandAnswered> OF_GATEWAY = topic("command-answered-gateway", Principal.GATEWAY);

    /**
     * Done.
     *
     * @param version of the thing after the change
     */
    record CommandApplied(Hash256 commandId, long version) implements CommandAnswered {}

    /** Not done, and why. */
    record CommandRefused(Hash256 commandId, String reason) implements CommandAnswered {}

    private static Topic<CommandAnswered> topic(String name, Principal owner) {
        return Topic.ordered(
                name,
                new CommandAnsweredCodec(),
                owner,
                Set.of(Principal.DASHBOARD),
                new Retention.Forever(),
                record -> record.commandId().wire());
    }

    /** Version 1: a kind byte (1 applied, 2 refused), then the fields. */
    final class CommandAnsweredCodec implements Codec<CommandAnswered> {

        private CommandAnsweredCodec() {}

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(CommandAnswered value, RecordWriter out) {
            switch (value) {
                case CommandApplied applied -> {
                    out.uint8(1);
                    out.hash(applied.commandId);
                    out.int64(applied.version);
                }
                case CommandRefused refused -> {
                    out.uint8(2);
                    out.hash(refused.commandId);
                    out.text(refused.reason);
                }
            }
        }

        @Override
        public CommandAnswered read(int version, RecordReader in) {
            int kind = in.uint8();
            return switch (kind) {
                case 1 -> new CommandApplied(in.hash(), in.int64());
                case 2 -> new CommandRefused(in.hash(), in.text());
                default -> throw new CorruptRecordException("unknown answer kind " + kind);
            };
        }
    }
}
