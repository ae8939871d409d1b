package thunderpool.accounting;

import java.time.Duration;
import thunderpool.accounting.reward.RewardRules;
import thunderpool.bitcoin.Chain;

/**
 * What operators set about accounting; the defaults are in accounting.yml. Holds no secret.
 *
 * @param chain name of the chain whose records are folded; those of others are passed over
 * @param instance of this process among accounting's, unique at a time and the same after a restart
 * @param slicesPerEpoch ten-second slices of an epoch, 1 to 8,640; fixed for the life of a database
 * @param rewards fees and window
 * @param tickEvery how often sealed slices are looked for, 10 ms to a minute
 * @param auditEvery how often the whole ledger is audited, a second to a day
 * @param leaseTime after which a silent instance's duties pass to another, 2 seconds to 5 minutes
 */
public record AccountingConfig(
        String chain,
        String instance,
        int slicesPerEpoch,
        RewardRules rewards,
        Duration tickEvery,
        Duration auditEvery,
        Duration leaseTime) {

    private static final int SLICES_A_DAY = 8_640;

    public AccountingConfig {
        Chain.byName(chain);
        if (instance.isBlank()) {
            throw new IllegalArgumentException("accounting.instance is empty");
        }
        if (slicesPerEpoch < 1 || slicesPerEpoch > SLICES_A_DAY) {
            throw new IllegalArgumentException("accounting.slices-per-epoch is 1 to 8640, not " + slicesPerEpoch);
        }
        requireBetween("tick-every", tickEvery, Duration.ofMillis(10), Duration.ofMinutes(1));
        requireBetween("audit-every", auditEvery, Duration.ofSeconds(1), Duration.ofDays(1));
        requireBetween("lease-time", leaseTime, Duration.ofSeconds(2), Duration.ofMinutes(5));
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "accounting." + name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
