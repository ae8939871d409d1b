package thunderpool.lab.simulator.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import thunderpool.lab.simulator.FakePool;
import thunderpool.stratum.StratumError;
import thunderpool.work.Algorithm;

/** That each attack is what it says: the fake pool judges honestly, closes on long lines and defends itself no further. */
class HostileClientTest {

    private FakePool pool;
    private HostileClient client;

    @BeforeEach
    void start() throws IOException {
        pool = new FakePool(Algorithm.SHA256D, -32);
        client = new HostileClient(
                pool.endpoint(),
                "bcrt1q.evil",
                500,
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
    }

    @AfterEach
    void stop() throws IOException {
        pool.close();
    }

    @Test
    void resubmitsOneShare() throws IOException {
        HostileReport report = client.play(new Hostile.Resubmitter(10));
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.refused(StratumError.DUPLICATE)).isEqualTo(9);
    }

    @Test
    void spellsOneShareInEightWays() throws IOException {
        HostileReport report = client.play(new Hostile.HexCaseGames());
        assertThat(report.sent()).isEqualTo(8);
        assertThat(pool.credited()).hasSize(1);
        assertThat(report.accepted()).isEqualTo(1);
    }

    @Test
    void submitsWithoutAuthorize() throws IOException {
        HostileReport report = client.play(new Hostile.UnauthorizedSubmit(5));
        assertThat(report.refused(StratumError.UNAUTHORIZED)).isEqualTo(5);
        assertThat(pool.credited()).isEmpty();
    }

    @Test
    void submitsJobsThatNeverWere() throws IOException {
        assertThat(client.play(new Hostile.StaleJobs(5)).refused(StratumError.STALE))
                .isEqualTo(5);
    }

    @Test
    void floodsWithSharesThatMissTheTarget() throws IOException {
        pool.close();
        pool = new FakePool(Algorithm.SHA256D, 20);
        client = new HostileClient(
                pool.endpoint(),
                "bcrt1q.evil",
                500,
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        assertThat(client.play(new Hostile.LowDifficultyFlood(50)).refused(StratumError.LOW_DIFFICULTY))
                .isEqualTo(50);
    }

    @Test
    void isThrownOutForAGiantLine() throws IOException {
        assertThat(client.play(new Hostile.GiantLine(1_000_000)).closedByPool()).isEqualTo(1);
    }

    @Test
    void saysJsonTooDeepToRead() throws IOException {
        assertThat(client.play(new Hostile.DeepJson(500)).refused(StratumError.OTHER))
                .isEqualTo(1);
    }

    @Test
    void staysWithHalfALine() throws IOException {
        HostileReport report = client.play(new Hostile.HalfOpen(5));
        assertThat(report.sent()).isEqualTo(5);
        assertThat(report.closedByPool()).isZero();
    }

    @Test
    void connectsAndLeaves() throws IOException {
        assertThat(client.play(new Hostile.ConnectStorm(50)).sent()).isEqualTo(50);
    }
}
