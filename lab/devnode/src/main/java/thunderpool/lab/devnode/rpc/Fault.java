package thunderpool.lab.devnode.rpc;

import java.time.Duration;

/** What a test may let the node's RPC do wrong; it holds until another is set. */
public sealed interface Fault {
    /** Works. */
    record None() implements Fault {}

    /** Closes each connection without an answer, as a dying process does. */
    record RefuseRpc() implements Fault {}

    /** Takes requests and answers none until the fault ends. */
    record Hang() implements Fault {}

    /** Answers each request this much later. */
    record Delay(Duration by) implements Fault {}

    /** Gives the template of the moment the fault was set, whatever happens to the chain; long polls sleep. */
    record StaleTemplate() implements Fault {}

    /** Answers one method with an error; {@code method} "*" means every method. */
    record ErrorOn(String method, int code, String message) implements Fault {}
}
