package thunderpool.accounting.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import thunderpool.accounting.MemoryContributions;
import thunderpool.bitcoin.Script;
import thunderpool.work.RewardSystem;
import thunderpool.work.Work;

final class PplnsWindowProperties {

    /** 1 ZH/s for one slice of ten seconds. */
    private static final BigInteger ZETTAHASH_SLICE = BigInteger.TEN.pow(22);

    /** Twice the work of a block at difficulty 150 T: 2 * 150e12 * 2^32. */
    private static final BigInteger MAINNET_WINDOW =
            BigInteger.valueOf(150_000_000_000_000L).shiftLeft(33);

    @Property(tries = 200)
    void agreesWithATwinThatWalksRowByRow(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int rows, @ForAll boolean small) {
        Random random = new Random(seed);
        MemoryContributions store = new MemoryContributions();
        for (int i = 0; i < rows; i++) {
            store.add(List.of(row(random, small)));
        }
        BigInteger size = small ? BigInteger.valueOf(random.nextInt(1, 200)) : MAINNET_WINDOW;
        long block = random.nextInt(60);

        SortedMap<Script, BigInteger> weights = new PplnsWindow(store).weights(block, size);

        Map<Script, BigInteger> whole = new HashMap<>();
        Map<Script, BigInteger> oldest = new HashMap<>();
        BigInteger left = fill(store.all(), block, size, whole, oldest);
        BigInteger oldestTotal = oldest.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger worked = whole.values().stream().reduce(BigInteger.ZERO, BigInteger::add);

        assertThat(weights.values().stream().reduce(BigInteger.ZERO, BigInteger::add))
                .isEqualTo(oldestTotal.signum() == 0 ? worked : size);
        List<Script> known = new ArrayList<>(whole.keySet());
        known.addAll(oldest.keySet());
        assertThat(known).containsAll(weights.keySet());
        for (Script account : known) {
            BigInteger got = weights.getOrDefault(account, BigInteger.ZERO);
            BigInteger inOldest = got.subtract(whole.getOrDefault(account, BigInteger.ZERO));
            // part = left * own / total, so |inOldest * total - left * own| < total
            BigInteger off = inOldest.multiply(oldestTotal)
                    .subtract(left.multiply(oldest.getOrDefault(account, BigInteger.ZERO)));
            assertThat(off.abs()).isLessThanOrEqualTo(oldestTotal.max(BigInteger.ZERO));
        }
    }

    @Example
    void cutsTheOldestSliceInProportion() {
        MemoryContributions store = new MemoryContributions();
        store.add(List.of(of(1, 10, 30), of(2, 10, 60), of(1, 11, 40)));

        assertThat(new PplnsWindow(store).weights(11, BigInteger.valueOf(70)))
                .containsOnly(
                        Map.entry(script(1), BigInteger.valueOf(50)), Map.entry(script(2), BigInteger.valueOf(20)));
    }

    @Example
    void seesNothingBehindTheBlocksSliceAndNoSoloWork() {
        MemoryContributions store = new MemoryContributions();
        Contribution.Key solo = new Contribution.Key(RewardSystem.SOLO, 5, script(3), "w");
        store.add(List.of(of(1, 5, 7), of(2, 6, 1_000), new Contribution(solo, 1, Work.of(1_000))));

        assertThat(new PplnsWindow(store).weights(5, BigInteger.valueOf(1_000_000)))
                .containsOnly(Map.entry(script(1), BigInteger.valueOf(7)));
    }

    @Example
    void isEmptyWhereNobodyWorked() {
        assertThat(new PplnsWindow(new MemoryContributions()).weights(5, BigInteger.TEN))
                .isEmpty();
    }

    /** The twin: sorts rows, takes whole slices while they fit, and leaves the slice that does not fit in {@code oldest}. */
    private static BigInteger fill(
            List<Contribution> all,
            long block,
            BigInteger size,
            Map<Script, BigInteger> whole,
            Map<Script, BigInteger> oldest) {
        List<Contribution> rows = new ArrayList<>(all);
        rows.removeIf(row -> row.key().slice() > block || row.key().rewardSystem() != RewardSystem.PPLNS);
        rows.sort(Comparator.comparingLong((Contribution row) -> row.key().slice())
                .reversed());
        BigInteger left = size;
        int at = 0;
        while (at < rows.size()) {
            long slice = rows.get(at).key().slice();
            Map<Script, BigInteger> own = new HashMap<>();
            BigInteger total = BigInteger.ZERO;
            while (at < rows.size() && rows.get(at).key().slice() == slice) {
                BigInteger work = rows.get(at).work().toBigInteger();
                own.merge(rows.get(at).key().account(), work, BigInteger::add);
                total = total.add(work);
                at++;
            }
            if (total.compareTo(left) > 0) {
                oldest.putAll(own);
                return left;
            }
            own.forEach((account, work) -> whole.merge(account, work, BigInteger::add));
            left = left.subtract(total);
        }
        return left;
    }

    private static Contribution row(Random random, boolean small) {
        RewardSystem system = random.nextInt(5) == 0 ? RewardSystem.SOLO : RewardSystem.PPLNS;
        Contribution.Key key =
                new Contribution.Key(system, random.nextInt(60), script(random.nextInt(8)), "w" + random.nextInt(3));
        BigInteger work = small
                ? BigInteger.valueOf(random.nextInt(1, 20))
                : new BigInteger(ZETTAHASH_SLICE.bitLength(), random).add(BigInteger.ONE);
        return new Contribution(key, 1, Work.of(work));
    }

    private static Contribution of(int account, long slice, long work) {
        return new Contribution(
                new Contribution.Key(RewardSystem.PPLNS, slice, script(account), "w"), 1, Work.of(work));
    }

    private static Script script(int number) {
        byte[] hash = new byte[20];
        hash[19] = (byte) number;
        return Script.p2wpkh(hash);
    }
}
