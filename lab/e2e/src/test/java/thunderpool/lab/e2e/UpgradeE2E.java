package thunderpool.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import thunderpool.lab.simulator.Fleet;
import thunderpool.lab.simulator.MinerSettings;
import thunderpool.work.RewardSystem;

/**
 * Goal: a pool is upgraded at noon. Every process of an earlier version is replaced by this one while its pair goes on, so
 * that both stand beside each other on one log and one database, in both orders.
 *
 * <p>Method: a {@link Cluster} of the earlier version, whose jars are named by {@code -Dpool.previous=CLASSPATH}, under a
 * steady fleet. Skipped without them: nothing but git has them.
 */
final class UpgradeE2E {

    /** One hash in sixteen is a share, about one in 65,536 a block. */
    private static final String DIFFICULTY = "2^-28";

    private static final BigInteger WORK = BigInteger.ONE
            .shiftLeft(256)
            .divide(BigInteger.valueOf(0xffff).shiftLeft(236).add(BigInteger.ONE));
    private static final long BLOCK_BITS = 0x1f00ffffL;
    private static final int MINERS = 16;
    private static final double HASHES_PER_SECOND = 200;
    private static final Duration SIDE_BY_SIDE = Duration.ofSeconds(5);

    @Test
    void everyProcessIsReplacedByTheNextVersionAndNobodyLosesAShare(@TempDir Path dir) {
        assumeThat(JavaProcess.PREVIOUS).as("jars of an earlier version").isNotEmpty();
        assumeThat(FrontProxy.PROGRAM).as("haproxy is installed").isExecutable();
        String address =
                new ECKey().toAddress(ScriptType.P2WPKH, BitcoinNetwork.REGTEST).toString();
        List<MinerSettings> miners = IntStream.range(0, MINERS)
                .mapToObj(i -> MinerSettings.of(address + ".w" + i % 4, HASHES_PER_SECOND, 900 + i))
                .toList();
        Refusals refusals = new Refusals();
        try (Cluster cluster = new Cluster(dir, BLOCK_BITS, DIFFICULTY, Map.of(), false);
                Fleet fleet = Fleet.start(cluster.pool().stratum(cluster.front()), miners, 1_000, refusals)) {
            Scene scene = new Scene(
                    cluster,
                    fleet,
                    refusals,
                    new ShareGuarantee(cluster.pool(), Map.of(RewardSystem.PPLNS, fleet), WORK));
            scene.guarantee().awaitAccepted(500);
            for (String name : cluster.names()) {
                cluster.service(name).process().upgrade();
                RefusedOverTime meanwhile = RefusedOverTime.of(scene, () -> {
                    scene.roll(name);
                    scene.steady(SIDE_BY_SIDE);
                });
                System.out.println(name + " is of the next version; meanwhile " + meanwhile);
                assertThat(meanwhile.accepted()).isPositive();
            }
            System.out.println(scene.table());
            System.out.println("replaced one after the other under a steady load: "
                    + scene.guarantee().check() + "; refused: " + refusals.now());
        }
    }
}
