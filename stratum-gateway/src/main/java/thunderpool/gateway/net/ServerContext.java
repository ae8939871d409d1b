package thunderpool.gateway.net;

import java.time.InstantSource;
import thunderpool.gateway.session.SessionServices;

/** What every channel of a server needs. */
record ServerContext(
        SessionServices services,
        NetLimits limits,
        Admission admission,
        Judges judges,
        LiveSessions sessions,
        InstantSource clock) {
    long nowMs() {
        return clock.millis();
    }
}
