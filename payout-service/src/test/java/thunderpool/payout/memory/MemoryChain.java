package thunderpool.payout.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import thunderpool.bitcoin.OutPoint;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.order.Spend;
import thunderpool.payout.port.ChainBook;

/** The followed chain in memory. */
final class MemoryChain implements ChainBook {

    private final TreeMap<Integer, SeenBlock> blocks = new TreeMap<>();
    private final Map<OutPoint, Spend> spends = new HashMap<>();

    MemoryChain copy() {
        MemoryChain copy = new MemoryChain();
        copy.blocks.putAll(blocks);
        copy.spends.putAll(spends);
        return copy;
    }

    @Override
    public Optional<SeenBlock> tip() {
        return Optional.ofNullable(blocks.lastEntry()).map(Map.Entry::getValue);
    }

    @Override
    public Optional<SeenBlock> at(int height) {
        return Optional.ofNullable(blocks.get(height));
    }

    @Override
    public void push(SeenBlock block, List<Spend> spent) {
        spends.values().removeIf(spend -> spend.height() >= block.height());
        blocks.put(block.height(), block);
        spent.forEach(spend -> spends.put(spend.outPoint(), spend));
    }

    @Override
    public void pop() {
        int height = blocks.pollLastEntry().getKey();
        spends.values().removeIf(spend -> spend.height() >= height);
    }

    @Override
    public void trimBelow(int height) {
        blocks.headMap(height).clear();
    }

    @Override
    public List<Spend> spendsOf(Collection<OutPoint> outPoints) {
        return outPoints.stream().map(spends::get).filter(Objects::nonNull).toList();
    }
}
