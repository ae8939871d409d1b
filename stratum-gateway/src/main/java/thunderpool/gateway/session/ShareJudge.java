package thunderpool.gateway.session;

import java.util.function.Consumer;
import thunderpool.work.Job;
import thunderpool.work.Submission;
import thunderpool.work.Verdict;

/** Judges shares where the algorithm wants it: at once, or on a pool of threads. */
@FunctionalInterface
public interface ShareJudge {
    /** The verdict is handed over on the session's thread, for cheap algorithms before this returns. */
    void judge(Job job, Submission submission, Consumer<Verdict> then);
}
