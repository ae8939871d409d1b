package thunderpool.accounting;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.accounting.reward.RewardRules;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;

/**
 * Everything an operator may set for accounting.
 *
 * @param chain name of the chain whose records are folded
 * @param instance name of this process among accounting's; unique at a time, and the same after a restart
 * @param kafka the broker
 * @param database the service's own schema
 * @param slicesPerEpoch ten-second slices of an epoch, 1 to 8640; fixed for the life of a database
 * @param pplnsFeeBasisPoints hundredths of a percent that the pool keeps of blocks that PPLNS miners find, 0 to
 *     10000; for the first start of all, afterwards it changes by the command {@code set-fee}
 * @param soloFeeBasisPoints the same for blocks that solo miners find, 0 to 10000
 * @param pplnsWindowMultiple length of the PPLNS window in network difficulties, 1 to 1000
 * @param tickEvery how often sealed slices are looked for, 10 ms to a minute
 * @param auditEvery how often the ledger is audited, a second to a day: what is new, and all of it at the start and once
 *     a day
 * @param keepContributions how long rows of single slices stay at least, an hour to ten years; statements stay forever
 * @param leaseTime after which a silent instance's duties pass to another, 2 seconds to 5 minutes
 */
@ConfigurationProperties("accounting")
public record AccountingConfig(
        @DefaultValue("bitcoin-main") String chain,
        @DefaultValue("accounting-1") String instance,
        @DefaultValue KafkaAccess kafka,
        DatabaseConfig database,
        @DefaultValue("60") int slicesPerEpoch,
        @DefaultValue("100") int pplnsFeeBasisPoints,
        @DefaultValue("100") int soloFeeBasisPoints,
        @DefaultValue("2") int pplnsWindowMultiple,
        @DefaultValue("250ms") Duration tickEvery,
        @DefaultValue("30s") Duration auditEvery,
        @DefaultValue("3d") Duration keepContributions,
        @DefaultValue("10s") Duration leaseTime) {

    public AccountingConfig {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("accounting.instance must not be empty");
        }
        requireBetween("tick-every", tickEvery, Duration.ofMillis(10), Duration.ofMinutes(1));
        requireBetween("audit-every", auditEvery, Duration.ofSeconds(1), Duration.ofDays(1));
        requireBetween("keep-contributions", keepContributions, Duration.ofHours(1), Duration.ofDays(3_653));
        requireBetween("lease-time", leaseTime, Duration.ofSeconds(2), Duration.ofMinutes(5));
        rules(chain, slicesPerEpoch, pplnsFeeBasisPoints, soloFeeBasisPoints, pplnsWindowMultiple);
    }

    /** @throws IllegalArgumentException naming what is out of range */
    AccountingRules rules() {
        return rules(chain, slicesPerEpoch, pplnsFeeBasisPoints, soloFeeBasisPoints, pplnsWindowMultiple);
    }

    private static AccountingRules rules(String chain, int slices, int pplnsFee, int soloFee, int window) {
        return new AccountingRules(chain, slices, new RewardRules(pplnsFee, soloFee, window));
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "accounting." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
