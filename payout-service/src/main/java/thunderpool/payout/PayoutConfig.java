package thunderpool.payout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Sats;
import thunderpool.node.NodeEndpoint;
import thunderpool.payout.batch.BatchRules;
import thunderpool.payout.saga.PayoutRules;
import thunderpool.payout.schedule.Scheme;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;

/**
 * Everything an operator may set for payout-service.
 *
 * @param chain name of the chain whose accounts are paid
 * @param instance name of this process among the payout-services; unique at a time, and the same after a restart
 * @param kafka the broker
 * @param database the service's own schema
 * @param node the full node whose wallet pays
 * @param schemes values that payment schemes get at the first start of all
 * @param payment when and how much is paid
 * @param depth confirmations
 * @param batch bounds of every transaction
 * @param tickEvery how often the chain is looked at, 100 ms to a minute
 * @param leaseTime after which a silent instance's duties pass to another, 2 seconds to 5 minutes
 */
@ConfigurationProperties("payout")
public record PayoutConfig(
        @DefaultValue("bitcoin-main") String chain,
        @DefaultValue("payout-1") String instance,
        @DefaultValue KafkaAccess kafka,
        DatabaseConfig database,
        Node node,
        @DefaultValue Schemes schemes,
        @DefaultValue Payment payment,
        @DefaultValue Depth depth,
        @DefaultValue Batch batch,
        @DefaultValue("2s") Duration tickEvery,
        @DefaultValue("10s") Duration leaseTime) {

    /**
     * The node.
     *
     * @param name for logs and metrics
     * @param url {@code http://user:password@host:port}, with {@code /wallet/NAME} when it has several wallets
     * @param cookieFile the node's {@code .cookie}, instead of user and password
     */
    public record Node(
            @DefaultValue("wallet") String name,
            String url,
            @Nullable Path cookieFile) {

        NodeEndpoint endpoint() {
            return NodeEndpoint.parse(name, url, Optional.ofNullable(cookieFile), Optional.empty());
        }
    }

    /**
     * First values of the two schemes; afterwards they change by command.
     *
     * @param blocks blocks between payments of the scheme {@code blocks}, 1 to 100000
     * @param timeMinutes minutes between payments of the scheme {@code time}, 1 to 527040
     */
    public record Schemes(
            @DefaultValue("144") int blocks,
            @DefaultValue("1440") int timeMinutes) {

        List<Scheme> first() {
            return List.of(
                    new Scheme("blocks", 0, blocks, 0, "paid every " + blocks + " blocks"),
                    new Scheme("time", 0, 0, timeMinutes, "paid every " + timeMinutes + " minutes"));
        }
    }

    /**
     * When and how much.
     *
     * @param minimumSats smallest payable balance that new accounts are paid, not below {@code leastMinimumSats}
     * @param leastMinimumSats no account may set a smaller one; not below {@code dustSats}
     * @param defaultScheme for accounts whose port names no scheme we know
     * @param lookEvery between looks for due accounts: those found together share a transaction
     * @param gather how long the oldest reserved order waits for company
     * @param pause how long a refused account or an unanswered request is left alone
     * @param approvalAboveSats reserved amounts from this one on wait for an operator, above 0; unset, none does; holds
     *     until the command {@code set-approval} is sent
     */
    public record Payment(
            @DefaultValue("100000") long minimumSats,
            @DefaultValue("10000") long leastMinimumSats,
            @DefaultValue("blocks") String defaultScheme,
            @DefaultValue("10m") Duration lookEvery,
            @DefaultValue("20s") Duration gather,
            @DefaultValue("10m") Duration pause,
            @Nullable Long approvalAboveSats) {

        Optional<Sats> approvalAbove() {
            return Optional.ofNullable(approvalAboveSats).map(Sats::of);
        }
    }

    /**
     * Confirmations, in blocks.
     *
     * @param ownChange of our own change before it is spent again, 1 or more
     * @param settle at which a payment is settled, 1 or more; coins of others are spent at this depth too
     * @param watch at which a transaction is final, more than {@code settle}
     * @param stuck without a confirmation before a payment is pushed with a higher fee, 1 or more
     */
    public record Depth(
            @DefaultValue("1") int ownChange,
            @DefaultValue("6") int settle,
            @DefaultValue("100") int watch,
            @DefaultValue("6") int stuck) {}

    /**
     * Bounds of every transaction.
     *
     * @param maxOrders payments in one transaction, 1 to 2000
     * @param maxWeight weight units, 4000 to 400000
     * @param dustSats smallest output, 546 or more
     * @param minFeeRate satoshi per virtual byte, 1 or more
     * @param maxFeeRate satoshi per virtual byte, not below {@code minFeeRate}, at most 10000
     * @param fallbackFeeRate when the node has no estimate; between the two
     * @param feeTargetBlocks asked of the node's estimate, 1 to 1008
     * @param rebroadcastEvery between broadcasts of what is not confirmed
     */
    public record Batch(
            @DefaultValue("250") int maxOrders,
            @DefaultValue("100000") int maxWeight,
            @DefaultValue("1000") long dustSats,
            @DefaultValue("1") int minFeeRate,
            @DefaultValue("200") int maxFeeRate,
            @DefaultValue("5") int fallbackFeeRate,
            @DefaultValue("6") int feeTargetBlocks,
            @DefaultValue("5m") Duration rebroadcastEvery) {

        BatchRules rules() {
            return new BatchRules(maxOrders, maxWeight, Sats.of(dustSats), minFeeRate, maxFeeRate, fallbackFeeRate);
        }
    }

    public PayoutConfig {
        if (instance.isBlank()) {
            throw new IllegalArgumentException("payout.instance must not be empty");
        }
        requireBetween("tick-every", tickEvery, Duration.ofMillis(100), Duration.ofMinutes(1));
        requireBetween("lease-time", leaseTime, Duration.ofSeconds(2), Duration.ofMinutes(5));
        node.endpoint();
        schemes.first();
        if (payment.approvalAbove().filter(Sats::isZero).isPresent()) {
            throw new IllegalArgumentException("payout.payment.approval-above-sats must be above 0, or not set");
        }
        rules(Chain.byName(chain), payment, depth, batch);
    }

    Chain parameters() {
        return Chain.byName(chain);
    }

    PayoutRules rules() {
        return rules(parameters(), payment, depth, batch);
    }

    private static PayoutRules rules(Chain chain, Payment payment, Depth depth, Batch batch) {
        return new PayoutRules(
                chain,
                Sats.of(payment.minimumSats),
                Sats.of(payment.leastMinimumSats),
                payment.defaultScheme,
                payment.lookEvery,
                payment.gather,
                payment.pause,
                depth.ownChange,
                depth.settle,
                depth.watch,
                batch.feeTargetBlocks,
                depth.stuck,
                batch.rebroadcastEvery,
                batch.rules());
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "payout." + name + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
