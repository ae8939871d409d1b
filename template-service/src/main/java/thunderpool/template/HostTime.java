package thunderpool.template;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * This process's clocks, and its name among all processes that ever ran.
 *
 * @param nanos monotonic
 * @param processId unique per process start
 */
record HostTime(InstantSource wall, LongSupplier nanos, BlockSubmitter.Pause pause, String processId) {}
