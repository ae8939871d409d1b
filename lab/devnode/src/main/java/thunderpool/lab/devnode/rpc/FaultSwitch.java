package thunderpool.lab.devnode.rpc;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.mempool.BlockTemplate;

/** The fault of the moment and what it needs to remember. */
public final class FaultSwitch {
    private Fault fault = new Fault.None();
    private @Nullable BlockTemplate frozen;

    /** {@code template} is asked once if the new fault freezes it. */
    public void set(Fault next, Supplier<BlockTemplate> template) {
        BlockTemplate kept = next instanceof Fault.StaleTemplate ? template.get() : null;
        synchronized (this) {
            frozen = kept;
            fault = next;
            notifyAll();
        }
    }

    synchronized Fault current() {
        return fault;
    }

    synchronized Optional<BlockTemplate> frozenTemplate() {
        return Optional.ofNullable(frozen);
    }

    synchronized void awaitOtherThan(Fault old) throws InterruptedException {
        while (fault.equals(old)) {
            wait();
        }
    }
}
