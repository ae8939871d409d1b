package thunderpool.lab.devnode.chain;

/**
 * What all nodes of one chain must share.
 *
 * @param difficulty the rule for nBits
 * @param halvingInterval blocks between halvings of the 50-coin subsidy (regtest: 150)
 * @param premineCoins number of made-up coins of 10 BTC each that exist from the start outside any coinbase; they pay
 *     for the made-up transactions whose fees the templates carry
 */
public record ConsensusParams(DifficultyRule difficulty, int halvingInterval, int premineCoins) {
    public static final int COINBASE_MATURITY = 100;
    public static final long MAX_MONEY_SATS = 21_000_000L * 100_000_000L;
    public static final int MAX_BLOCK_WEIGHT = 4_000_000;
    public static final int MAX_BLOCK_SIGOPS_COST = 80_000;
    public static final long MAX_FUTURE_SECONDS = 7_200;
    private static final long FIRST_SUBSIDY_SATS = 50L * 100_000_000L;

    public ConsensusParams {
        if (halvingInterval < 1) {
            throw new IllegalArgumentException("halvingInterval must be positive: " + halvingInterval);
        }
        if (premineCoins < 0 || premineCoins > 10_000) {
            throw new IllegalArgumentException("premineCoins must be within 0..10000: " + premineCoins);
        }
    }

    public long subsidySats(int height) {
        int halvings = height / halvingInterval;
        return halvings >= 64 ? 0 : FIRST_SUBSIDY_SATS >> halvings;
    }

    String describe() {
        return "devnode chain 1; " + difficulty.describe() + "; halving " + halvingInterval + "; premine "
                + premineCoins;
    }
}
