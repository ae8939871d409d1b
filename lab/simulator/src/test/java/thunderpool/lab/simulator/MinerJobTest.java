package thunderpool.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Target;
import thunderpool.stratum.ServerMessage.Notify;

class MinerJobTest {

    /** Bitcoin's first coinbase (chainparams.cpp), cut where the "extranonce" stands: twelve bytes of its headline. */
    private static final String GENESIS_COINBASE =
            "01000000010000000000000000000000000000000000000000000000000000000000000000"
                    + "ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e20627269"
                    + "6e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe55"
                    + "48271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c"
                    + "702b6bf11d5fac00000000";

    @Test
    void buildsBitcoinsFirstHeaderFromItsParts() {
        int cut = 120;
        Notify work = new Notify(
                "j",
                "0".repeat(64),
                GENESIS_COINBASE.substring(0, cut),
                GENESIS_COINBASE.substring(cut + 24),
                List.of(),
                1,
                0x1d00ffff,
                0x495fab29,
                true);
        String extranonce1 = GENESIS_COINBASE.substring(cut, cut + 8);
        long extranonce2 = Long.parseUnsignedLong(GENESIS_COINBASE.substring(cut + 8, cut + 24), 16);
        MinerJob job = MinerJob.of(work, extranonce1, 8, BigDecimal.ONE, MinerSettings.of("u", 0, 1));
        assertThat(HexFormat.of().formatHex(job.header(extranonce2, 0x495fab29, 1)))
                .isEqualTo("01000000" + "00".repeat(32)
                        + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
                        + "29ab5f49" + "ffff001d" + "00000000");
    }

    @Test
    void targetIsDifficultyOneDivided() {
        Target one = Target.ofCompact(0x1d00ffff);
        assertThat(MinerJob.target(one, new BigDecimal("256")).displayHex())
                .isEqualTo("0".repeat(10) + "ffff" + "0".repeat(50));
        assertThat(MinerJob.target(one, new BigDecimal("0.00000000023283064365386962890625"))
                        .displayHex())
                .isEqualTo("ffff" + "0".repeat(60));
        assertThat(MinerJob.target(one, new BigDecimal("0.00000000000001"))).isEqualTo(Target.EASIEST);
    }

    @Test
    void readsPoolUrls() {
        assertThat(Endpoint.parse("stratum+tcp://127.0.0.1:3333")).isEqualTo(new Endpoint("127.0.0.1", 3333, false));
        assertThat(Endpoint.parse("stratum+ssl://pool.example:4333"))
                .isEqualTo(new Endpoint("pool.example", 4333, true));
        assertThatThrownBy(() -> Endpoint.parse("http://pool.example:80")).hasMessageContaining("stratum+tcp://");
        assertThatThrownBy(() -> Endpoint.parse("stratum+tcp://pool.example")).hasMessageContaining("a port");
    }
}
