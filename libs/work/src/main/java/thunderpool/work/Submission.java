package thunderpool.work;

/**
 * What a miner found, in normalized binary form: hex case, padding and user names are gone, so equal work is equal.
 *
 * @param job the work it claims to solve
 * @param extranonce1 of the session that the job was sent to
 * @param extranonce2 eight bytes read as a big-endian number
 * @param ntime header time, Unix seconds, unsigned
 * @param nonce header nonce, unsigned
 * @param version full header version, rolled bits applied
 */
public record Submission(JobId job, int extranonce1, long extranonce2, int ntime, int nonce, int version) {}
