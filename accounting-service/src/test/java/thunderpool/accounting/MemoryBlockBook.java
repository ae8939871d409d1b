package thunderpool.accounting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.LongStream;
import thunderpool.accounting.reward.BlockBook;
import thunderpool.accounting.reward.PoolBlock;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BlockChanged;

/** Blocks as maps. */
final class MemoryBlockBook implements BlockBook {

    private static final Comparator<PoolBlock> BY_SLICE = Comparator.comparingLong(PoolBlock::slice)
            .thenComparingInt(PoolBlock::height)
            .thenComparing(PoolBlock::id);

    private final Map<Hash256, PoolBlock> blocks = new HashMap<>();
    private final Map<Hash256, List<Change>> stories = new HashMap<>();
    private final Map<Hash256, SortedMap<Script, Sats>> credits = new HashMap<>();
    private final Map<Hash256, Long> stated = new HashMap<>();

    Runnable snapshot() {
        Runnable undoBlocks = MemoryAccounting.undo(blocks);
        Runnable undoStories = MemoryAccounting.undo(stories);
        Runnable undoCredits = MemoryAccounting.undo(credits);
        Runnable undoStated = MemoryAccounting.undo(stated);
        return () -> {
            undoStated.run();
            undoBlocks.run();
            undoStories.run();
            undoCredits.run();
        };
    }

    long immatureReward() {
        return blocks.values().stream()
                .filter(block -> block.position() == PoolBlock.Position.IMMATURE)
                .mapToLong(block -> block.reward().value())
                .sum();
    }

    @Override
    public Optional<PoolBlock> find(Hash256 id) {
        return Optional.ofNullable(blocks.get(id));
    }

    @Override
    public void save(PoolBlock block) {
        blocks.put(block.id(), block);
    }

    @Override
    public void addChange(Hash256 id, Change change) {
        List<Change> story = new ArrayList<>(story(id));
        story.add(change);
        stories.put(id, story);
    }

    @Override
    public List<Change> story(Hash256 id) {
        return stories.getOrDefault(id, List.of());
    }

    @Override
    public void addCredits(Hash256 id, SortedMap<Script, Sats> split) {
        if (credits.putIfAbsent(id, split) != null) {
            throw new IllegalStateException("split twice: " + id);
        }
    }

    @Override
    public SortedMap<Script, Sats> credits(Hash256 id) {
        SortedMap<Script, Sats> split = credits.get(id);
        if (split == null) {
            throw new IllegalStateException("not split: " + id);
        }
        return split;
    }

    @Override
    public Optional<PoolBlock> firstUnsplit(long throughSlice) {
        return blocks.values().stream()
                .filter(block -> !block.split()
                        && block.slice() <= throughSlice
                        && story(block.id()).stream().anyMatch(change -> change.state() != BlockChanged.State.REJECTED))
                .min(BY_SLICE);
    }

    @Override
    public Map<BlockChanged.State, Long> countByState() {
        Map<BlockChanged.State, Long> counts = new EnumMap<>(BlockChanged.State.class);
        blocks.values().forEach(block -> counts.merge(block.state(), 1L, Long::sum));
        return counts;
    }

    @Override
    public OptionalLong oldestImmature() {
        return blocks.values().stream()
                .filter(block -> block.state() == BlockChanged.State.FOUND)
                .mapToLong(PoolBlock::slice)
                .min();
    }

    @Override
    public OptionalInt newestNbits() {
        return blocks.values().stream()
                .max(Comparator.comparingInt(PoolBlock::height))
                .map(block -> OptionalInt.of(block.nbits()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public OptionalLong firstSliceFrom(long slice) {
        return LongStream.concat(
                        blocks.values().stream().mapToLong(PoolBlock::slice).filter(own -> own >= slice),
                        blocks.values().stream()
                                .filter(block -> !stated.containsKey(block.id()))
                                .flatMapToLong(block -> inChainFrom(block, slice)))
                .min();
    }

    private LongStream inChainFrom(PoolBlock block, long slice) {
        long earliest = Math.max(slice, block.slice());
        if (isInChain(block, slice - 1)) {
            return LongStream.of(earliest);
        }
        return story(block.id()).stream()
                .filter(change -> change.slice() >= slice && isInChain(change.state()))
                .mapToLong(change -> Math.max(change.slice(), earliest));
    }

    @Override
    public Earnings state(long epoch, long lastSlice) {
        Sats total = Sats.ZERO;
        List<Credit> earned = new ArrayList<>();
        for (PoolBlock block : blocks.values()) {
            if (block.split()
                    && !stated.containsKey(block.id())
                    && block.slice() <= lastSlice
                    && isInChain(block, lastSlice)) {
                stated.put(block.id(), epoch);
                total = total.plus(block.reward());
                credits(block.id())
                        .forEach((account, amount) ->
                                earned.add(new Credit(account, block.finder().rewardSystem(), amount)));
            }
        }
        return new Earnings(total, earned);
    }

    private boolean isInChain(PoolBlock block, long lastSlice) {
        return story(block.id()).stream()
                .filter(change -> change.slice() <= lastSlice)
                .reduce((earlier, later) -> later)
                .map(change -> isInChain(change.state()))
                .orElse(false);
    }

    private static boolean isInChain(BlockChanged.State state) {
        return switch (state) {
            case FOUND, MATURED -> true;
            case ORPHANED, REJECTED -> false;
        };
    }
}
