package thunderpool.lab.e2e.sim;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import thunderpool.accounting.MemoryAccounting;
import thunderpool.accounting.window.Contribution;
import thunderpool.bitcoin.Hash256;
import thunderpool.stratum.StratumError;
import thunderpool.topics.Judgement;
import thunderpool.topics.Received;
import thunderpool.topics.ShareSubmitted;
import thunderpool.work.Slice;
import thunderpool.work.Submission;

/**
 * The share guarantee, kept by bookkeeping of its own: what miners submitted and were told on one side, what the log
 * credits on the other, what accounting folded on the third.
 */
final class ShareOracle {

    private record Row(Submitted.Owner owner, long slice) {}

    private record Sum(long shares, BigInteger work) {
        Sum plus(Sum other) {
            return new Sum(shares + other.shares, work.add(other.work));
        }
    }

    private record Credit(Row row, Sum sum) {}

    private final Broker broker;
    private final Map<Hash256, List<Submitted>> submitted = new LinkedHashMap<>();
    private final Set<Submission> durable = new HashSet<>();
    private final Map<Hash256, Judgement.Share> credited = new LinkedHashMap<>();
    private final List<List<List<Credit>>> byOffset = new ArrayList<>();
    private final long[] durableTo = new long[ShareSubmitted.PARTITIONS];
    private final long[] foldedTo = new long[ShareSubmitted.PARTITIONS];
    private final long[] sealed = new long[ShareSubmitted.PARTITIONS];
    private final long[] newest = new long[ShareSubmitted.PARTITIONS];
    private final Map<Row, Sum> folded = new HashMap<>();
    int acked;
    int refused;
    int unanswered;

    ShareOracle(Broker broker) {
        this.broker = broker;
        for (int partition = 0; partition < ShareSubmitted.PARTITIONS; partition++) {
            byOffset.add(new ArrayList<>());
        }
    }

    // ---- what miners see

    void submitted(Submitted one) {
        submitted.computeIfAbsent(one.identity, fresh -> new ArrayList<>()).add(one);
    }

    /** The first half of the guarantee: whoever hears true has a valid share that is on the log. */
    void answeredTrue(Submitted one, boolean value) {
        one.answer = Submitted.Answer.TRUE;
        one.judged = true;
        acked++;
        readDurable();
        Law.holds(value, "a share was answered false: %s", one);
        Law.holds(one.valid, "an invalid share was answered true: %s", one);
        Law.holds(durable.contains(one.submission), "a share that is not on the log was answered true: %s", one);
    }

    void refused(Submitted one, StratumError why) {
        one.answer = Submitted.Answer.REFUSED;
        // A job of a template that this gateway has not seen, or forgot, cannot be hashed.
        one.judged = why != StratumError.STALE;
        refused++;
        if (why == StratumError.LOW_DIFFICULTY) {
            Law.holds(!one.valid, "a share that is good enough was refused as too easy: %s", one);
        }
        if (why == StratumError.DUPLICATE) {
            Law.holds(all(one).size() > 1, "a share told once was refused as told twice: %s", one);
        }
    }

    void unanswered(Submitted one) {
        one.answer = Submitted.Answer.NONE;
        unanswered++;
    }

    private List<Submitted> all(Submitted one) {
        return submitted.getOrDefault(one.identity, List.of());
    }

    private void readDurable() {
        for (int partition = 0; partition < durableTo.length; partition++) {
            for (Received<ShareSubmitted> record : broker.all(ShareSubmitted.TOPIC, partition, durableTo[partition])) {
                record.value().shares().forEach(share -> durable.add(share.submission()));
                durableTo[partition] = record.offset() + 1;
            }
        }
    }

    // ---- what the log says

    /** After every step. */
    void check(MemoryAccounting accounting) {
        for (int partition = 0; partition < byOffset.size(); partition++) {
            List<List<Credit>> known = byOffset.get(partition);
            for (Received<Judgement> record : broker.all(Judgement.TOPIC, partition, known.size())) {
                known.add(read(record));
            }
            fold(partition, accounting.position(Judgement.TOPIC, partition));
        }
        compare(accounting);
    }

    private List<Credit> read(Received<Judgement> record) {
        int partition = record.partition();
        List<Credit> credits = new ArrayList<>();
        switch (record.value()) {
            case Judgement.SliceSealed seal -> {
                Law.holds(seal.slice() > sealed[partition], "a seal goes back: %s", seal);
                Law.holds(
                        seal.slice() < Slice.at(broker.nowMs()),
                        "slice %s was sealed before it was over",
                        seal.slice());
                sealed[partition] = seal.slice();
            }
            case Judgement.ShareJudged judged -> {
                for (Judgement.Share share : judged.shares()) {
                    Law.holds(
                            share.slice() > sealed[partition] && share.slice() >= newest[partition],
                            "partition %s: slice %s behind its seal %s or an earlier share",
                            partition,
                            share.slice(),
                            sealed[partition]);
                    newest[partition] = share.slice();
                    if (share.isCredited()) {
                        credits.add(credit(share));
                    }
                }
            }
        }
        return credits;
    }

    /** The second half of the guarantee: credited once, and only what somebody submitted and what is good. */
    private Credit credit(Judgement.Share share) {
        Law.holds(credited.put(share.identity(), share) == null, "credited twice: %s", share.identity());
        Submitted.Owner owner = new Submitted.Owner(
                share.miner().account().hex(),
                share.miner().worker(),
                share.miner().rewardSystem().name());
        Submitted origin = submitted.getOrDefault(share.identity(), List.of()).stream()
                .filter(one -> one.valid && one.owner.equals(owner))
                .findFirst()
                .orElseThrow(() -> Law.broken("credited, but never submitted so: %s of %s", share.identity(), owner));
        return new Credit(new Row(owner, share.slice()), new Sum(1, origin.work));
    }

    private void fold(int partition, long position) {
        List<List<Credit>> known = byOffset.get(partition);
        while (foldedTo[partition] < Math.min(position, known.size())) {
            for (Credit credit : known.get((int) foldedTo[partition])) {
                folded.merge(credit.row, credit.sum, Sum::plus);
            }
            foldedTo[partition]++;
        }
    }

    /** Accounting's rows are the sums over the log up to its positions, to the hash. */
    private void compare(MemoryAccounting accounting) {
        Map<Row, Sum> rows = new HashMap<>();
        for (Contribution row : accounting.contributions().all()) {
            Contribution.Key key = row.key();
            Submitted.Owner owner = new Submitted.Owner(
                    key.account().hex(), key.worker(), key.rewardSystem().name());
            rows.put(
                    new Row(owner, key.slice()),
                    new Sum(row.shares(), row.work().toBigInteger()));
        }
        Law.holds(rows.equals(folded), "accounting's rows are not what the log says");
    }

    // ---- when nothing is under way

    /** All that was acknowledged is credited, and what is credited beyond it had no answer. */
    void checkQuiet() {
        submitted.forEach((identity, all) -> {
            Law.holds(
                    all.stream().noneMatch(one -> one.answer == Submitted.Answer.WAITING),
                    "neither answered nor given up: %s",
                    all);
            boolean told = all.stream().anyMatch(one -> one.answer == Submitted.Answer.TRUE);
            boolean open = all.stream().anyMatch(one -> one.answer == Submitted.Answer.NONE);
            if (told) {
                Law.holds(credited.containsKey(identity), "acknowledged, but not credited: %s", all);
            } else if (credited.containsKey(identity)) {
                Law.holds(open, "credited although it was refused: %s", all);
            }
        });
    }

    /**
     * Blocks among what was answered, be it as a repeat or a stranger's: all of them must have come home.
     *
     * @param refusedToo not where gateways died: a refusal does not wait for the block's file
     */
    List<Hash256> blocks(boolean refusedToo) {
        return submitted.values().stream()
                .flatMap(List::stream)
                .filter(one -> one.solves && one.judged)
                .filter(one -> one.answer == Submitted.Answer.TRUE || refusedToo)
                .map(one -> one.identity)
                .distinct()
                .toList();
    }

    int credited() {
        return credited.size();
    }

    /** Newest slice with credited work. */
    long newestSlice() {
        return credited.values().stream()
                .mapToLong(Judgement.Share::slice)
                .max()
                .orElse(0);
    }
}
