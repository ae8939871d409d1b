package thunderpool.dashboard.admin;

import java.util.function.Supplier;

/** All or nothing in the service's database. */
public interface Transactions {

    <T> T run(Supplier<T> work);
}
