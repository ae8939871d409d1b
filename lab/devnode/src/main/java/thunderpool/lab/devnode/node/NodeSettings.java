package thunderpool.lab.devnode.node;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ConsensusParams;

/**
 * What a node core needs.
 *
 * @param folder where chain and wallet are kept; null keeps nothing
 * @param trafficPerBlock made-up transactions offered after each new tip
 */
public record NodeSettings(
        ConsensusParams consensus,
        @Nullable Path folder,
        String walletName,
        int trafficPerBlock,
        InstantSource clock,
        RandomGenerator random) {}
