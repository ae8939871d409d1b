package thunderpool.accounting;

import java.util.List;
import thunderpool.topics.Received;

/** How far each partition is folded: what makes every record count once. */
public interface Positions {

    /** Moves over a batch inside its transaction; throws when any of it was folded before, and the batch is undone. */
    void advance(List<? extends Received<?>> batch);
}
