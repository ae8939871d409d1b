package thunderpool.runtime.sql;

import java.util.function.Supplier;

/** Runs work so that all of it lasts, or nothing when it throws; inside of another it is part of that one. */
public interface Transactions {
    <T> T run(Supplier<T> work);
}
