package thunderpool.node;

import org.jspecify.annotations.Nullable;

/** A call to a node that brought no usable answer; {@link #fault} says why. */
public final class NodeException extends RuntimeException {

    private final transient NodeFault fault;

    public NodeException(String node, String method, NodeFault fault) {
        this(node, method, fault, null);
    }

    public NodeException(String node, String method, NodeFault fault, @Nullable Throwable cause) {
        super("node " + node + ", " + method + ": " + fault, cause);
        this.fault = fault;
    }

    public NodeFault fault() {
        return fault;
    }
}
