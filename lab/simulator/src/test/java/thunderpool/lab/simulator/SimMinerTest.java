package thunderpool.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static thunderpool.lab.simulator.FakePool.eventually;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import thunderpool.bitcoin.Hash256;
import thunderpool.stratum.ServerMessage;
import thunderpool.work.Algorithm;

/** Miners against a pool that judges with the pool's own judge. */
class SimMinerTest {

    /** Difficulty 2^-20: about 4000 hashes a share. */
    private static final int EASY = -20;

    private static MinerSettings miner(double hashesPerSecond) {
        return MinerSettings.of("bcrt1q.rig", hashesPerSecond, 42);
    }

    @ParameterizedTest
    @EnumSource(Firmware.class)
    void everyFirmwaresSharesAreGood(Firmware firmware) throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet =
                        Fleet.start(pool.endpoint(), List.of(miner(200_000).withFirmware(firmware)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 20)).isTrue();
            assertThat(fleet.told().refused()).isEmpty();
            Set<Hash256> accepted = fleet.told().accepted();
            Set<Hash256> credited = pool.credited();
            assertThat(credited.containsAll(accepted)).isTrue();
            assertThat(fleet.told().submitted().containsAll(credited)).isTrue();
            assertThat(pool.userAgents()).containsExactly(firmware.userAgent());
        }
    }

    @Test
    void severalThreadsMineForOneMinerWithoutDoingWorkTwice() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(2_000_000)), 1_000, MinerEvents.NONE, 3)) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 100)).isTrue();
            assertThat(fleet.told().refused()).isEmpty();
            assertThat(pool.connections()).isEqualTo(1);
        }
    }

    @Test
    void rollsTheVersionOnlyWhereItsFirmwareDoes() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet =
                        Fleet.start(pool.endpoint(), List.of(miner(200_000).withFirmware(Firmware.CPUMINER)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 5)).isTrue();
            assertThat(pool.versions()).containsExactly(0x20000000);
        }
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(200_000)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 5)).isTrue();
            assertThat(pool.versions())
                    .doesNotContain(0x20000000)
                    .allSatisfy(version -> assertThat(version & ~0x1fffe000).isEqualTo(0x20000000));
        }
    }

    @Test
    void minesScrypt() throws IOException {
        // Scrypt's difficulty one is 2^16 times as easy: 2^-12 is about 16 hashes a share.
        try (FakePool pool = new FakePool(Algorithm.SCRYPT, -12);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(1_000).withAlgorithm(Algorithm.SCRYPT)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 3)).isTrue();
            assertThat(fleet.told().refused()).isEmpty();
        }
    }

    @Test
    void followsTheDifficulty() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(500_000)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 5)).isTrue();
            pool.publish(-16);
            SimMiner miner = fleet.miners().getFirst();
            assertThat(eventually(() -> Objects.requireNonNull(miner.job())
                            .difficulty()
                            .toPlainString()
                            .equals("0.0000152587890625")))
                    .isTrue();
            int before = fleet.told().acceptedCount();
            assertThat(eventually(() -> fleet.told().acceptedCount() >= before + 3))
                    .isTrue();
            assertThat(fleet.told().refused()).isEmpty();
        }
    }

    @Test
    void comesBackAfterACutAndAfterReconnect() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(200_000)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 3)).isTrue();
            pool.cutAll();
            assertThat(eventually(() -> pool.connections() == 2 && fleet.authorized() == 1))
                    .isTrue();
            pool.say(new ServerMessage.Reconnect(null, 0, 0));
            assertThat(eventually(() -> pool.connections() == 3 && fleet.authorized() == 1))
                    .isTrue();
            int before = fleet.told().acceptedCount();
            assertThat(eventually(() -> fleet.told().acceptedCount() >= before + 3))
                    .isTrue();
        }
    }

    @Test
    void remembersWhatWasNeverAnswered() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, EASY);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(200_000)))) {
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 3)).isTrue();
            pool.mute();
            assertThat(eventually(() -> fleet.told().unanswered().size() >= 3)).isTrue();
            fleet.miners().getFirst().throttle(0);
            // What the pool took and did not answer is among what the miner does not know the fate of.
            assertThat(eventually(() -> fleet.told().submitted().equals(pool.credited())))
                    .isTrue();
        }
    }

    @Test
    void hashesNoFasterThanItsThrottle() throws IOException {
        try (FakePool pool = new FakePool(Algorithm.SHA256D, 10);
                Fleet fleet = Fleet.start(pool.endpoint(), List.of(miner(10_000)))) {
            assertThat(eventually(() -> fleet.authorized() == 1)).isTrue();
            long begun = System.nanoTime();
            assertThat(eventually(() -> fleet.hashes() >= 10_000)).isTrue();
            double seconds = (System.nanoTime() - begun) / 1e9;
            // The first quarter of a second may be saved up.
            assertThat(fleet.hashes()).isLessThan((long) (10_000 * (seconds + 0.6)));
            assertThat(seconds).isGreaterThan(0.5);
        }
    }

    @Test
    void fleetsHoldManyConnections() throws IOException {
        List<MinerSettings> settings = IntStream.range(0, 1000)
                .mapToObj(i -> MinerSettings.of("bcrt1q.rig" + i, 20_000, i))
                .toList();
        try (FakePool pool = new FakePool(Algorithm.SHA256D, -16);
                Fleet fleet = Fleet.start(pool.endpoint(), settings, 2000, MinerEvents.NONE)) {
            assertThat(eventually(() -> fleet.authorized() == 1000)).isTrue();
            assertThat(eventually(() -> fleet.told().acceptedCount() >= 10)).isTrue();
            assertThat(fleet.told().refused()).isEmpty();
        }
    }
}
