package thunderpool.gateway.command;

import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Script;

/** What commands make a running gateway do. Returns at once. */
public interface Orders {
    /** Words to the miners of an account, or to all when it is null. */
    void say(String text, @Nullable Script account);

    /** Miners are sent away and the ports close; the process stays. */
    void goDown();

    /** Connections of who is banned by now end. */
    void shutOut();

    /** A port offers this from now on. */
    void offer(PortDesk.Offer offer);

    /** A port offers what it did, but something else is planned for later, or no longer is. */
    void plan(PortDesk.Offer offer);
}
