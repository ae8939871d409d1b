package thunderpool.gateway.session;

import thunderpool.stratum.ServerMessage;

/** The way back to one miner. All methods but {@link #execute} are called on the session's own thread. */
public interface Connection {
    void send(ServerMessage message);

    /** A rendered line with its end; the array is shared and must not be changed. */
    void sendLine(byte[] line);

    /** Sends what was written, then closes. */
    void close(Parting reason);

    /** Runs a task on the session's thread, later; drops it when the connection is gone. */
    void execute(Runnable task);

    /** The miner's network address as text, the real one behind a proxy. */
    String remote();
}
