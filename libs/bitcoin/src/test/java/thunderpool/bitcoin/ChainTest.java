package thunderpool.bitcoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChainTest {
    /** chainparams.cpp of Bitcoin Core and Litecoin Core: the genesis blocks' fields. */
    @ParameterizedTest
    @CsvSource({
        "bitcoin-main, 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b, 1231006505, 1d00ffff, 2083236893",
        "bitcoin-testnet4, 7aa0a7ae1e223414cb807e40cd57e667b718e42aaf9306db9102fe28912b7b4e, 1714777860, 1d00ffff, 393743547",
        "bitcoin-regtest, 4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b, 1296688602, 207fffff, 2",
        "litecoin-main, 97ddfbbae6be97fd6cdf3e7ca13232a3afff2353e29badfab7f73011edd4ced9, 1317972665, 1e0ffff0, 2084524493",
        "litecoin-testnet, 97ddfbbae6be97fd6cdf3e7ca13232a3afff2353e29badfab7f73011edd4ced9, 1486949366, 1e0ffff0, 293345",
        "litecoin-regtest, 97ddfbbae6be97fd6cdf3e7ca13232a3afff2353e29badfab7f73011edd4ced9, 1296688602, 207fffff, 0",
    })
    void knowsItsGenesisBlock(String name, String merkleRoot, int time, String bits, int nonce) {
        Chain chain = Chain.byName(name);
        BlockHeader genesis = new BlockHeader(
                1, Hash256.ZERO, Hash256.ofDisplayHex(merkleRoot), time, Integer.parseUnsignedInt(bits, 16), nonce);
        assertThat(genesis.hash()).isEqualTo(chain.genesis());
        assertThat(chain.powLimit()).isGreaterThanOrEqualTo(Target.ofCompact(genesis.nbits()));
    }

    @Test
    void namesAreUniqueAndAnUnknownOneListsThem() {
        assertThat(Chain.ALL).extracting(Chain::name).doesNotHaveDuplicates();
        assertThatThrownBy(() -> Chain.byName("dogecoin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dogecoin")
                .hasMessageContaining("bitcoin-regtest");
    }

    @ParameterizedTest
    @CsvSource({
        "bitcoin-main, 0, 5000000000",
        "bitcoin-main, 209999, 5000000000",
        "bitcoin-main, 840000, 312500000",
        "bitcoin-main, 6929999, 1",
        "bitcoin-main, 6930000, 0",
        "bitcoin-main, 2147483647, 0",
        "bitcoin-regtest, 150, 2500000000",
        "litecoin-main, 2383209, 1250000000"
    })
    void paysTheSubsidyOfItsSchedule(String name, int height, long satoshi) {
        assertThat(Chain.byName(name).subsidy(height)).isEqualTo(Sats.of(satoshi));
    }
}
