package thunderpool.lab.devnode.mempool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bitcoinj.base.Sha256Hash;
import thunderpool.lab.devnode.chain.ChainEntry;
import thunderpool.lab.devnode.chain.ChainState;
import thunderpool.lab.devnode.chain.ConsensusParams;
import thunderpool.lab.devnode.chain.TransactionRules;

/** Chooses the mempool's best-paying packages for the next block. */
public final class TemplateAssembler {
    private static final long TOP_BITS = 0x20000000L;

    /** Core signals its test deployment on regtest from the second period of 144 blocks on. It never locks in here. */
    private static final long TESTDUMMY_BIT = 1L << 28;

    private static final int TESTDUMMY_START_HEIGHT = 144;
    private static final int RESERVED_WEIGHT = 8_000;
    private static final int RESERVED_SIGOPS = 400;

    private final ChainState chain;
    private final Mempool mempool;

    public TemplateAssembler(ChainState chain, Mempool mempool) {
        this.chain = chain;
        this.mempool = mempool;
    }

    public static boolean signalsTestDummy(int height) {
        return height >= TESTDUMMY_START_HEIGHT;
    }

    public BlockTemplate assemble(long nowSeconds) {
        ChainEntry tip = chain.tip();
        int height = tip.height() + 1;
        List<MempoolEntry> chosen = choose();
        long fees = chosen.stream().mapToLong(MempoolEntry::feeSats).sum();
        long minTime = tip.medianTimePast() + 1;
        return new BlockTemplate(
                tip,
                signalsTestDummy(height) ? TOP_BITS | TESTDUMMY_BIT : TOP_BITS,
                chain.params().difficulty().nextBits(tip),
                minTime,
                Math.max(minTime, nowSeconds),
                chain.params().subsidySats(height) + fees,
                items(chosen),
                mempool.updates());
    }

    private List<MempoolEntry> choose() {
        Set<MempoolEntry> chosen = new LinkedHashSet<>();
        List<MempoolEntry> open = new ArrayList<>(mempool.entries());
        open.removeIf(entry -> !TransactionRules.isFinal(entry.tx(), chain.tip()));
        int weight = RESERVED_WEIGHT;
        int sigOps = RESERVED_SIGOPS;
        while (!open.isEmpty()) {
            List<MempoolEntry> best = open.stream()
                    .map(entry -> packageOf(entry, chosen))
                    .max(Comparator.comparingLong(TemplateAssembler::rate))
                    .orElseThrow();
            int packageWeight =
                    best.stream().mapToInt(entry -> entry.tx().getWeight()).sum();
            int packageSigOps = best.stream().mapToInt(MempoolEntry::sigOpsCost).sum();
            if (weight + packageWeight <= ConsensusParams.MAX_BLOCK_WEIGHT
                    && sigOps + packageSigOps <= ConsensusParams.MAX_BLOCK_SIGOPS_COST) {
                weight += packageWeight;
                sigOps += packageSigOps;
                chosen.addAll(best);
                open.removeAll(best);
            } else {
                open.remove(best.getLast());
            }
        }
        return List.copyOf(chosen);
    }

    /** The entry behind all its ancestors that are not chosen yet, in order of arrival. */
    private List<MempoolEntry> packageOf(MempoolEntry entry, Set<MempoolEntry> chosen) {
        List<MempoolEntry> ancestors = new ArrayList<>(mempool.ancestors(entry.tx()));
        ancestors.removeAll(chosen);
        ancestors.sort(Comparator.comparingLong(MempoolEntry::sequence));
        ancestors.add(entry);
        return ancestors;
    }

    private static long rate(List<MempoolEntry> entries) {
        long fee = entries.stream().mapToLong(MempoolEntry::feeSats).sum();
        return fee * 1_000 / entries.stream().mapToLong(MempoolEntry::vsize).sum();
    }

    private static List<BlockTemplate.Item> items(List<MempoolEntry> chosen) {
        Map<Sha256Hash, Integer> position = new HashMap<>();
        List<BlockTemplate.Item> items = new ArrayList<>();
        for (MempoolEntry entry : chosen) {
            List<Integer> depends = entry.tx().getInputs().stream()
                    .map(input -> position.get(input.getOutpoint().hash()))
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .toList();
            items.add(new BlockTemplate.Item(entry, depends));
            position.put(entry.txid(), items.size());
        }
        return items;
    }
}
