package thunderpool.lab.devnode;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.chain.ConsensusParams;
import thunderpool.lab.devnode.chain.DifficultyRule;

/**
 * How a node is set up.
 *
 * @param rpcPort 0 takes a free port
 * @param zmqPort 0 takes a free port, -1 publishes nothing
 * @param folder where chain and wallet are kept; null keeps nothing
 * @param walletName the one wallet's name
 * @param consensus must be the same for all nodes of one chain and over restarts
 * @param trafficPerBlock made-up transactions that wait in the mempool after each new tip
 * @param clock seconds for header times and arrival times
 * @param random wallet seed, fees of the made-up transactions
 */
public record DevNodeConfig(
        int rpcPort,
        int zmqPort,
        @Nullable Path folder,
        String user,
        String password,
        String walletName,
        ConsensusParams consensus,
        int trafficPerBlock,
        InstantSource clock,
        RandomGenerator random) {
    private static final int PREMINE_COINS = 24;
    private static final int REGTEST_HALVING = 150;
    private static final int DEMO_HALVING = 210_000;

    public DevNodeConfig {
        if (user.isBlank() || user.contains(":") || password.isBlank()) {
            throw new IllegalArgumentException("user and password must not be empty, nor the user hold a colon");
        }
        if (trafficPerBlock < 0 || trafficPerBlock > 100) {
            throw new IllegalArgumentException("trafficPerBlock must be within 0..100: " + trafficPerBlock);
        }
    }

    /** Classic regtest in memory on free ports: one hash in two is a block, for ever. */
    public static DevNodeConfig regtest() {
        return new DevNodeConfig(
                0,
                0,
                null,
                "user",
                "password",
                "pool",
                new ConsensusParams(
                        new DifficultyRule.Constant(DifficultyRule.REGTEST_BITS), REGTEST_HALVING, PREMINE_COINS),
                4,
                InstantSource.system(),
                new SecureRandom());
    }

    /**
     * A chain to show a pool on: {@code bootstrapBits} for the blocks below {@code bootstrapHeight}, then a block about
     * every {@code spacingSeconds}, and the subsidy halves as rarely as Bitcoin's.
     */
    public static DevNodeConfig demo(long bootstrapBits, int bootstrapHeight, int spacingSeconds) {
        return regtest()
                .withConsensus(new ConsensusParams(
                        new DifficultyRule.Paced(bootstrapBits, bootstrapHeight, spacingSeconds),
                        DEMO_HALVING,
                        PREMINE_COINS));
    }

    public DevNodeConfig withPorts(int rpc, int zmq) {
        return new DevNodeConfig(
                rpc, zmq, folder, user, password, walletName, consensus, trafficPerBlock, clock, random);
    }

    public DevNodeConfig withFolder(@Nullable Path newFolder) {
        return new DevNodeConfig(
                rpcPort, zmqPort, newFolder, user, password, walletName, consensus, trafficPerBlock, clock, random);
    }

    public DevNodeConfig withCredentials(String newUser, String newPassword) {
        return new DevNodeConfig(
                rpcPort, zmqPort, folder, newUser, newPassword, walletName, consensus, trafficPerBlock, clock, random);
    }

    public DevNodeConfig withWalletName(String name) {
        return new DevNodeConfig(
                rpcPort, zmqPort, folder, user, password, name, consensus, trafficPerBlock, clock, random);
    }

    public DevNodeConfig withConsensus(ConsensusParams params) {
        return new DevNodeConfig(
                rpcPort, zmqPort, folder, user, password, walletName, params, trafficPerBlock, clock, random);
    }

    public DevNodeConfig withTraffic(int perBlock) {
        return new DevNodeConfig(
                rpcPort, zmqPort, folder, user, password, walletName, consensus, perBlock, clock, random);
    }

    public DevNodeConfig withClock(InstantSource source, RandomGenerator generator) {
        return new DevNodeConfig(
                rpcPort, zmqPort, folder, user, password, walletName, consensus, trafficPerBlock, source, generator);
    }

    @Override
    public String toString() {
        return "DevNodeConfig[rpcPort=" + rpcPort + ", zmqPort=" + zmqPort + ", folder=" + folder + ", user=" + user
                + ", password=(hidden), walletName=" + walletName + ", consensus=" + consensus + ", trafficPerBlock="
                + trafficPerBlock + "]";
    }
}
