package thunderpool.bitcoin;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A chain as a value: everything by which one Bitcoin-like network differs from another, so that no code asks which
 * one it is on. Facts are from the chainparams.cpp of Bitcoin Core and Litecoin Core.
 *
 * @param name our name for it, in configuration, topics and databases: {@code bitcoin-main}
 * @param symbol the coin's ticker, for people
 * @param rpcChain what the node's {@code getblockchaininfo} calls it in {@code chain}
 * @param genesis the id of block 0, by which a node proves that it is on this chain
 * @param addresses how addresses are spelled
 * @param messageMagic the prefix of signed messages
 * @param algorithm the proof of work: {@code sha256d} or {@code scrypt}
 * @param gbtRules the rules that {@code getblocktemplate} must be asked with
 * @param difficultyOne the target of share difficulty 1 by the miners' convention for the algorithm
 * @param powLimit the easiest target a block may have
 * @param blockIntervalSeconds the average that the difficulty adjustment aims at
 * @param coinbaseMaturity blocks after which a coinbase may be spent
 * @param subsidyHalvingInterval blocks between halvings of the subsidy
 */
public record Chain(
        String name,
        String symbol,
        String rpcChain,
        Hash256 genesis,
        AddressForms addresses,
        String messageMagic,
        String algorithm,
        List<String> gbtRules,
        Target difficultyOne,
        Target powLimit,
        int blockIntervalSeconds,
        int coinbaseMaturity,
        int subsidyHalvingInterval) {

    /**
     * How a chain spells addresses.
     *
     * @param pubkeyHash the version byte of p2pkh addresses
     * @param scriptHash the version byte of p2sh addresses
     * @param scriptHashLegacy one that is still understood but no longer written; the same as {@code scriptHash} if
     *     none is
     * @param hrp the human-readable part of segwit addresses
     */
    public record AddressForms(int pubkeyHash, int scriptHash, int scriptHashLegacy, String hrp) {}

    private static final String SHA256D = "sha256d";
    private static final String SCRYPT = "scrypt";
    private static final String BITCOIN_MAGIC = "Bitcoin Signed Message:\n";
    private static final String LITECOIN_MAGIC = "Litecoin Signed Message:\n";
    private static final List<String> SEGWIT = List.of("segwit");
    private static final List<String> MWEB = List.of("mweb", "segwit");
    private static final int MATURITY = 100;
    private static final long INITIAL_SUBSIDY = 5_000_000_000L;

    /** nBits 1d00ffff: the limit of Bitcoin's main chain, rounded as headers round it. */
    private static final Target BITCOIN_ONE = Target.ofCompact(0x1d00ffff);

    /** Scrypt miners and pools count from a target 2^16 times as easy. */
    private static final Target SCRYPT_ONE = Target.ofCompact(0x1f00ffff);

    private static final Target REGTEST_LIMIT = Target.ofDisplayHex("7" + "f".repeat(63));
    private static final Target BITCOIN_LIMIT = Target.ofDisplayHex("0".repeat(8) + "f".repeat(56));
    private static final Target LITECOIN_LIMIT = Target.ofDisplayHex("0".repeat(5) + "f".repeat(59));

    public static final Chain BITCOIN_MAIN = new Chain(
            "bitcoin-main",
            "BTC",
            "main",
            Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"),
            new AddressForms(0x00, 0x05, 0x05, "bc"),
            BITCOIN_MAGIC,
            SHA256D,
            SEGWIT,
            BITCOIN_ONE,
            BITCOIN_LIMIT,
            600,
            MATURITY,
            210_000);

    public static final Chain BITCOIN_TESTNET4 = new Chain(
            "bitcoin-testnet4",
            "tBTC",
            "testnet4",
            Hash256.ofDisplayHex("00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043"),
            new AddressForms(0x6f, 0xc4, 0xc4, "tb"),
            BITCOIN_MAGIC,
            SHA256D,
            SEGWIT,
            BITCOIN_ONE,
            BITCOIN_LIMIT,
            600,
            MATURITY,
            210_000);

    public static final Chain BITCOIN_REGTEST = new Chain(
            "bitcoin-regtest",
            "rBTC",
            "regtest",
            Hash256.ofDisplayHex("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"),
            new AddressForms(0x6f, 0xc4, 0xc4, "bcrt"),
            BITCOIN_MAGIC,
            SHA256D,
            SEGWIT,
            BITCOIN_ONE,
            REGTEST_LIMIT,
            600,
            MATURITY,
            150);

    public static final Chain LITECOIN_MAIN = new Chain(
            "litecoin-main",
            "LTC",
            "main",
            Hash256.ofDisplayHex("12a765e31ffd4059bada1e25190f6e98c99d9714d334efa41a195a7e7e04bfe2"),
            new AddressForms(0x30, 0x32, 0x05, "ltc"),
            LITECOIN_MAGIC,
            SCRYPT,
            MWEB,
            SCRYPT_ONE,
            LITECOIN_LIMIT,
            150,
            MATURITY,
            840_000);

    public static final Chain LITECOIN_TESTNET = new Chain(
            "litecoin-testnet",
            "tLTC",
            "test",
            Hash256.ofDisplayHex("4966625a4b2851d9fdee139e56211a0d88575f59ed816ff5e6a63deb4e3e29a0"),
            new AddressForms(0x6f, 0x3a, 0xc4, "tltc"),
            LITECOIN_MAGIC,
            SCRYPT,
            MWEB,
            SCRYPT_ONE,
            LITECOIN_LIMIT,
            150,
            MATURITY,
            840_000);

    public static final Chain LITECOIN_REGTEST = new Chain(
            "litecoin-regtest",
            "rLTC",
            "regtest",
            Hash256.ofDisplayHex("530827f38f93b43ed12af0b3ad25a288dc02ed74d6d7857862df51fc56c416f9"),
            new AddressForms(0x6f, 0x3a, 0xc4, "rltc"),
            LITECOIN_MAGIC,
            SCRYPT,
            MWEB,
            SCRYPT_ONE,
            REGTEST_LIMIT,
            150,
            MATURITY,
            150);

    /** Every chain the suite knows. */
    public static final List<Chain> ALL =
            List.of(BITCOIN_MAIN, BITCOIN_TESTNET4, BITCOIN_REGTEST, LITECOIN_MAIN, LITECOIN_TESTNET, LITECOIN_REGTEST);

    public Chain {
        gbtRules = List.copyOf(gbtRules);
    }

    /** Throws IllegalArgumentException, listing the known names, for any other. */
    public static Chain byName(String name) {
        return ALL.stream()
                .filter(chain -> chain.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no chain is called \"" + name + "\"; there are "
                        + ALL.stream().map(Chain::name).collect(Collectors.joining(", "))));
    }

    /** The new coins of the block at this height (GetBlockSubsidy), to which its fees are added. */
    public Sats subsidy(int height) {
        int halvings = height / subsidyHalvingInterval;
        return halvings >= Long.SIZE ? Sats.ZERO : Sats.of(INITIAL_SUBSIDY >> halvings);
    }

    @Override
    public String toString() {
        return name;
    }
}
