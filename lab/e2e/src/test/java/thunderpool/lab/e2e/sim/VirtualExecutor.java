package thunderpool.lab.e2e.sim;

import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A process's timer thread in virtual time: tasks run, in order of their times, when the world calls {@link #runDue}. */
final class VirtualExecutor extends AbstractExecutorService implements ScheduledExecutorService {

    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long dueMs;
        private final long number;

        Task(Callable<V> work, long dueMs) {
            super(work);
            this.dueMs = dueMs;
            this.number = count++;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueMs - nowMs.getAsLong(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Task<?> that = (Task<?>) other;
            return dueMs != that.dueMs ? Long.compare(dueMs, that.dueMs) : Long.compare(number, that.number);
        }
    }

    private final LongSupplier nowMs;
    private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();
    private long count;
    private boolean dead;

    VirtualExecutor(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    /** Runs what is due, and what that made due. */
    void runDue() {
        while (!tasks.isEmpty() && tasks.element().dueMs <= nowMs.getAsLong()) {
            Task<?> task = tasks.remove();
            task.run();
            if (task.state() == FutureTask.State.FAILED) {
                throw new AssertionError("a task failed", task.exceptionNow());
            }
        }
    }

    boolean isIdle() {
        return tasks.isEmpty();
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        Task<V> task = new Task<>(work, nowMs.getAsLong() + unit.toMillis(delay));
        if (!dead) {
            tasks.add(task);
        }
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return schedule(
                () -> {
                    work.run();
                    return true;
                },
                delay,
                unit);
    }

    @Override
    public void execute(Runnable work) {
        var _ = schedule(work, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    /** The process died: whatever waited never happens. */
    @Override
    public List<Runnable> shutdownNow() {
        dead = true;
        tasks.clear();
        return List.of();
    }

    @Override
    public void shutdown() {
        dead = true;
    }

    @Override
    public boolean isShutdown() {
        return dead;
    }

    @Override
    public boolean isTerminated() {
        return dead;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return dead;
    }
}
