package thunderpool.payout.port;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import thunderpool.bitcoin.OutPoint;
import thunderpool.payout.order.SeenBlock;
import thunderpool.payout.order.Spend;

/** The active chain as far as we followed it, and what it spends of ours. */
public interface ChainBook {

    Optional<SeenBlock> tip();

    Optional<SeenBlock> at(int height);

    /** Appends a block on the tip with what it spends; the first block starts the chain anywhere. */
    void push(SeenBlock block, List<Spend> spends);

    /** Takes the tip back, with its spends. */
    void pop();

    /** Forgets blocks below a height; spends are kept. */
    void trimBelow(int height);

    List<Spend> spendsOf(Collection<OutPoint> outPoints);
}
