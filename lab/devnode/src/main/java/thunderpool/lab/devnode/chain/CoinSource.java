package thunderpool.lab.devnode.chain;

import org.jspecify.annotations.Nullable;

/** Where unspent coins are looked up: the chain, or the chain with the mempool on top. */
@FunctionalInterface
public interface CoinSource {
    @Nullable
    UnspentOutput find(OutPoint outPoint);
}
