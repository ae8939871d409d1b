package thunderpool.lab.simulator.hostile;

/** What a hostile or broken client does. */
public sealed interface Hostile {

    /** Random bytes, some of them line ends. */
    record Garbage(int bytes) implements Hostile {}

    /** A line that does not end. */
    record GiantLine(int bytes) implements Hostile {}

    /** A subscribe whose params are nested this deep. */
    record DeepJson(int depth) implements Hostile {}

    /** Asks this often and never reads an answer. */
    record SlowReader(int requests) implements Hostile {}

    /** Submits of hashes that miss any real target. */
    record LowDifficultyFlood(int submits) implements Hostile {}

    /** One share again and again, byte for byte. */
    record Resubmitter(int submits) implements Hostile {}

    /** One share in other spellings: hex case, user names, padding. */
    record HexCaseGames() implements Hostile {}

    /** Submits without authorize. */
    record UnauthorizedSubmit(int submits) implements Hostile {}

    /** Submits for jobs that never were. */
    record StaleJobs(int submits) implements Hostile {}

    /** Authorize, over and over, each time somebody else. */
    record AuthorizeFlood(int requests) implements Hostile {}

    /** Connects and leaves at once. */
    record ConnectStorm(int connections) implements Hostile {}

    /** Connects, says half a line, and stays. */
    record HalfOpen(int connections) implements Hostile {}
}
