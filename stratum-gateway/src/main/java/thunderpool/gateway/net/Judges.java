package thunderpool.gateway.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import thunderpool.gateway.session.ShareJudge;
import thunderpool.work.Algorithm;
import thunderpool.work.Job;
import thunderpool.work.Judge;
import thunderpool.work.Submission;
import thunderpool.work.Verdict;

/** Makes judges: on the connection's own thread for algorithms of microseconds, else on a pool of threads. */
final class Judges {
    private final FastThreadLocal<Judge> perThread;
    private final @Nullable ExecutorService pool;

    /** @param pool for slow algorithms; bounded in threads, its queue by what connections may have waiting */
    Judges(Algorithm algorithm, @Nullable ExecutorService pool) {
        this.pool = pool;
        this.perThread = new FastThreadLocal<>() {
            @Override
            protected Judge initialValue() {
                return new Judge(algorithm);
            }
        };
    }

    /** @param waiting hears the number of submits that wait, on the loop */
    ShareJudge forConnection(EventLoop loop, IntConsumer waiting) {
        ExecutorService threads = pool;
        return threads == null
                ? (job, submission, then) -> then.accept(perThread.get().judge(job, submission))
                : new Pooled(loop, threads, waiting);
    }

    private final class Pooled implements ShareJudge {
        private final EventLoop loop;
        private final ExecutorService threads;
        private final IntConsumer waiting;
        private int count;

        Pooled(EventLoop loop, ExecutorService threads, IntConsumer waiting) {
            this.loop = loop;
            this.threads = threads;
            this.waiting = waiting;
        }

        @Override
        public void judge(Job job, Submission submission, Consumer<Verdict> then) {
            waiting.accept(++count);
            threads.execute(() -> {
                Verdict verdict = perThread.get().judge(job, submission);
                loop.execute(() -> {
                    waiting.accept(--count);
                    then.accept(verdict);
                });
            });
        }
    }
}
