package thunderpool.accounting;

import java.util.function.Supplier;

/** Runs work so that all of it happens, or none when it throws. */
public interface Transactions {
    <T> T run(Supplier<T> work);
}
