package thunderpool.lab.simulator;

import thunderpool.bitcoin.Hash256;

/**
 * A nonce that met its job's target.
 *
 * @param version of the header, rolled bits applied
 * @param identity double SHA-256 of the header: what makes it the same share in any spelling
 */
public record FoundShare(MinerJob job, long extranonce2, int ntime, int version, int nonce, Hash256 identity) {}
