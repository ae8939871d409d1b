package thunderpool.accounting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.accounting.reward.RewardRules;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.Judgement;
import thunderpool.topics.PayoutOrderId;
import thunderpool.topics.PayoutRequested;
import thunderpool.topics.PayoutSettled;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;
import thunderpool.work.JobId;
import thunderpool.work.Miner;
import thunderpool.work.Rejection;
import thunderpool.work.RewardSystem;
import thunderpool.work.Slice;

/** Records of a made-up pool on Bitcoin's main chain, with offsets as a log would give them. */
final class Samples {

    static final String CHAIN = "bitcoin-main";

    /** nBits of block 840,000: difficulty 86,388,558,925,171. */
    static final int NBITS = 0x17034219;

    static final Miner ALICE = miner(1, "rig", RewardSystem.PPLNS);
    static final Miner BOB = miner(2, "rig", RewardSystem.PPLNS);
    static final Miner CAROL = miner(3, "solo", RewardSystem.SOLO);

    /** Nothing is on the log that is not folded. */
    static final LogReading ALL_READ = reading(true, true);

    static final LogReading BLOCKS_UNREAD = reading(false, true);
    static final LogReading COMMANDS_UNREAD = reading(true, false);

    private final Map<String, Long> offsets = new HashMap<>();

    private static LogReading reading(boolean blocks, boolean commands) {
        return new LogReading() {
            @Override
            public boolean hasBlocksSince(long sinceMs) {
                return blocks;
            }

            @Override
            public boolean hasCommandsBefore(long beforeMs) {
                return commands;
            }
        };
    }

    static AccountingRules rules(int slicesPerEpoch) {
        return new AccountingRules(CHAIN, slicesPerEpoch, new RewardRules(100, 200, 2));
    }

    static Miner miner(int number, String worker, RewardSystem system) {
        return new Miner(script(number), worker, system, "blocks");
    }

    static Script script(int number) {
        byte[] hash = new byte[20];
        hash[18] = (byte) (number >>> 8);
        hash[19] = (byte) number;
        return Script.p2wpkh(hash);
    }

    static Hash256 hash(int number) {
        return Hash256.ofDisplayHex("%064x".formatted(number));
    }

    /** A credited share of difficulty 2^exponent. */
    static Judgement.Share share(Miner miner, long slice, int exponent) {
        return share(miner, slice, exponent, null);
    }

    static Judgement.Share share(Miner miner, long slice, int exponent, @Nullable Rejection rejection) {
        return new Judgement.Share(hash(7), new JobId(1, 0, new Difficulty(exponent)), miner, slice, rejection, null);
    }

    Received<Judgement> shares(int partition, Judgement.Share... shares) {
        return next(
                Judgement.TOPIC,
                partition,
                Slice.startMs(shares[0].slice()) + 500,
                new Judgement.ShareJudged(CHAIN, partition, List.of(shares)));
    }

    /** Seals of all partitions. */
    List<Received<Judgement>> seals(long slice) {
        List<Received<Judgement>> seals = new ArrayList<>();
        for (int partition = 0; partition < Judgement.TOPIC.partitions(); partition++) {
            seals.add(seal(partition, slice));
        }
        return seals;
    }

    Received<Judgement> seal(int partition, long slice) {
        return next(
                Judgement.TOPIC,
                partition,
                Slice.startMs(slice + 1),
                new Judgement.SliceSealed(CHAIN, partition, slice));
    }

    Received<BlockChanged> block(int number, long version, BlockChanged.State state, long slice, Miner finder) {
        BlockChanged record = new BlockChanged(
                CHAIN, hash(number), version, state, 840_000 + number, Sats.of(312_500_001), NBITS, finder, 1, 0);
        return next(BlockChanged.TOPIC, 0, Slice.startMs(slice) + 9_999, record);
    }

    Received<PayoutRequested> request(Script account, long sequence, long minimum) {
        PayoutRequested order = new PayoutRequested(
                PayoutOrderId.of(CHAIN, account, sequence), CHAIN, account, sequence, Sats.of(minimum));
        return next(PayoutRequested.TOPIC, 0, 1, order);
    }

    Received<PayoutRequested> exactly(Script account, long sequence, long amount) {
        PayoutRequested order = new PayoutRequested(
                PayoutOrderId.of(CHAIN, account, sequence),
                CHAIN,
                account,
                sequence,
                Sats.of(1),
                Optional.of(Sats.of(amount)));
        return next(PayoutRequested.TOPIC, 0, 1, order);
    }

    Received<PayoutSettled> settle(Script account, long sequence, boolean paid, long amount) {
        PayoutSettled settled = new PayoutSettled(
                PayoutOrderId.of(CHAIN, account, sequence), CHAIN, account, paid, Sats.of(amount), hash(99), 2);
        return next(PayoutSettled.TOPIC, 0, 2, settled);
    }

    Received<AdminCommand> command(int number, String kind, long expectedVersion, Map<String, String> fields) {
        return command(number, kind, expectedVersion, fields, 3);
    }

    Received<AdminCommand> command(
            int number, String kind, long expectedVersion, Map<String, String> fields, long appendTimeMs) {
        return next(
                AdminCommand.TOPIC,
                0,
                appendTimeMs,
                new AdminCommand(
                        hash(number), Principal.ACCOUNTING, kind, "ann", "ticket 7", expectedVersion, fields, 3));
    }

    private <T> Received<T> next(Topic<T> topic, int partition, long appendTimeMs, T value) {
        long offset = offsets.merge(topic.name() + "-" + partition, 1L, Long::sum) - 1;
        return new Received<>(topic, partition, offset, appendTimeMs, value);
    }
}
