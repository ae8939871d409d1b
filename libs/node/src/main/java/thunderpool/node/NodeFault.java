package thunderpool.node;

import java.time.Duration;

/** Why a call brought no answer that can be used. Only {@link RpcError} says that the node understood and declined. */
public sealed interface NodeFault {

    /** RPC_CLIENT_IN_INITIAL_DOWNLOAD of Core's rpc/protocol.h. */
    int CODE_INITIAL_DOWNLOAD = -10;

    /** RPC_IN_WARMUP of Core's rpc/protocol.h. */
    int CODE_WARMUP = -28;

    /** No connection, or it broke: whether the node acted on the call is unknown. */
    record Unreachable(String why) implements NodeFault {}

    /** No complete answer in time: whether the node acted on the call is unknown. */
    record Timeout(Duration after) implements NodeFault {}

    /** The node's own error, with the code of Core's rpc/protocol.h. */
    record RpcError(int code, String message) implements NodeFault {}

    /** Starting, or still downloading the chain: codes -28 and -10. */
    record NotReady(int code, String message) implements NodeFault {}

    /** HTTP 401 or 403: wrong credentials, or an address the node does not allow. */
    record Denied(int httpStatus) implements NodeFault {}

    /** An answer that is not what the call promises. */
    record Malformed(String why) implements NodeFault {}

    /** Not sent: the circuit breaker of this node is open. */
    record Refused() implements NodeFault {}

    /** Not sent: which wallet to use is not clear. */
    record NoWallet(String why) implements NodeFault {}

    /** Whether the node is at fault rather than the question: what a circuit breaker counts. */
    default boolean nodeIsAtFault() {
        return switch (this) {
            case Unreachable _, Timeout _, NotReady _, Denied _, Malformed _ -> true;
            case RpcError _, Refused _, NoWallet _ -> false;
        };
    }

    /** Whether the call may nevertheless have taken effect at the node. */
    default boolean effectUnknown() {
        return switch (this) {
            case Unreachable _, Timeout _, Malformed _ -> true;
            case RpcError _, NotReady _, Denied _, Refused _, NoWallet _ -> false;
        };
    }

    /** Short name for a metric's label. */
    default String label() {
        return switch (this) {
            case Unreachable _ -> "unreachable";
            case Timeout _ -> "timeout";
            case RpcError _ -> "rpc_error";
            case NotReady _ -> "not_ready";
            case Denied _ -> "denied";
            case Malformed _ -> "malformed";
            case Refused _ -> "refused";
            case NoWallet _ -> "no_wallet";
        };
    }
}
