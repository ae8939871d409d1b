package thunderpool.lab.simulator.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;
import thunderpool.work.Algorithm;

/** Against the genesis blocks of Bitcoin and Litecoin (chainparams.cpp of each), and the JDK's digest. */
class NonceScannerTest {

    private static final byte[] BITCOIN_GENESIS = HexFormat.of()
            .parseHex("01000000" + "00".repeat(32)
                    + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a"
                    + "29ab5f49" + "ffff001d" + "1dac2b7c");
    private static final int BITCOIN_NONCE = 2083236893;

    private static final byte[] LITECOIN_GENESIS = HexFormat.of()
            .parseHex("01000000" + "00".repeat(32)
                    + "d9ced4ed1130f7b7faad9be25323ffafa33232a17c3edf6cfd97bee6bafbdd97"
                    + "b9aa8e4e" + "f0ff0f1e" + "cd513f7c");
    private static final int LITECOIN_NONCE = 2084524493;

    @Test
    void findsTheNonceOfBitcoinsFirstBlock() {
        NonceScanner scanner = NonceScanner.of(Algorithm.SHA256D);
        scanner.load(BITCOIN_GENESIS);
        assertThat(scanner.find(BITCOIN_NONCE - 2000, 4000, Target.ofCompact(0x1d00ffff)))
                .isEqualTo(BITCOIN_NONCE);
        assertThat(scanner.hash(BITCOIN_NONCE))
                .isEqualTo(Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"));
    }

    @Test
    void findsTheNonceOfLitecoinsFirstBlockByScrypt() {
        NonceScanner scanner = NonceScanner.of(Algorithm.SCRYPT);
        scanner.load(LITECOIN_GENESIS);
        assertThat(scanner.find(LITECOIN_NONCE - 20, 40, Target.ofCompact(0x1e0ffff0)))
                .isEqualTo(LITECOIN_NONCE);
        assertThat(scanner.hash(LITECOIN_NONCE))
                .isEqualTo(Hash256.ofDisplayHex("0000050c34a64b415b6b15b37f2216634b5b1669cb9a2e38d76f7213b0671e00"));
    }

    @Test
    void saysWhenNoNonceOfTheRangeMeetsTheTarget() {
        NonceScanner scanner = NonceScanner.of(Algorithm.SHA256D);
        scanner.load(BITCOIN_GENESIS);
        assertThat(scanner.find(BITCOIN_NONCE + 1, 1000, Target.ofCompact(0x1d00ffff)))
                .isEqualTo(NonceScanner.NONE);
    }

    @Test
    void everyNonceMeetsTheEasiestTarget() {
        NonceScanner scanner = NonceScanner.of(Algorithm.SHA256D);
        scanner.load(BITCOIN_GENESIS);
        assertThat(scanner.find(-1, 1, Target.EASIEST)).isEqualTo(0xffffffffL);
    }

    @Property(tries = 200)
    void hashesLikeTheJdk(@ForAll @Size(80) byte[] header) throws NoSuchAlgorithmException {
        NonceScanner scanner = NonceScanner.of(Algorithm.SHA256D);
        scanner.load(header);
        int nonce =
                (header[76] & 0xff) | (header[77] & 0xff) << 8 | (header[78] & 0xff) << 16 | (header[79] & 0xff) << 24;
        MessageDigest jdk = MessageDigest.getInstance("SHA-256");
        byte[] expected = jdk.digest(jdk.digest(header));
        assertThat(scanner.hash(nonce).wire()).isEqualTo(expected);
    }
}
