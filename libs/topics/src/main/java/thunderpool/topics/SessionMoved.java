package thunderpool.topics;

import java.util.Set;

/**
 * Gateways tell each other who may speak under an extranonce1. A session is taken up on another gateway only once its
 * gateway released it, or is known dead; the one that takes it up says so, and the first one never hands it out again.
 *
 * @param extranonce1 of the session
 * @param kind what happened to it
 * @param incarnation of the gateway that says so
 */
public record SessionMoved(int extranonce1, Kind kind, int incarnation) {

    /** What happened. */
    public enum Kind {
        /** Its gateway let it go: another may serve it now. What the miner still sends to the old connection counts once. */
        RELEASED(1),
        /** Another gateway serves it now. */
        ADOPTED(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        static Kind ofCode(int code) {
            return switch (code) {
                case 1 -> RELEASED;
                case 2 -> ADOPTED;
                default -> throw new CorruptRecordException("unknown kind of session move " + code);
            };
        }
    }

    public static final Topic<SessionMoved> TOPIC = Topic.ordered(
            "session-moved",
            new SessionMovedCodec(),
            Principal.GATEWAY,
            Set.of(Principal.GATEWAY),
            Retention.days(1),
            record -> new byte[0]);

    private static final class SessionMovedCodec implements Codec<SessionMoved> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(SessionMoved value, RecordWriter out) {
            out.int32(value.extranonce1);
            out.uint8(value.kind.code);
            out.uint16(value.incarnation);
        }

        @Override
        public SessionMoved read(int version, RecordReader in) {
            return new SessionMoved(in.int32(), Kind.ofCode(in.uint8()), in.uint16());
        }
    }
}
