package thunderpool.template;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Script;
import thunderpool.node.NodeException;
import thunderpool.node.Wallet;

/**
 * The script that blocks pay to: of the configured address, else of an address that the node's wallet gave once and that
 * is kept ever after.
 */
final class PoolScript {

    /** How the operator finds the address in the wallet. */
    static final String LABEL = "thunder-pool-coinbase";

    /** Where the wallet's address is kept, one per chain. */
    interface Store {
        Optional<Script> load();

        /** Keeps the first one offered, and returns the one kept. */
        Script keep(String address, Script script);
    }

    /** The script, or why there is none yet. */
    record Found(Optional<Script> script, String problem) {}

    private final Chain chain;
    private final List<? extends Wallet> wallets;
    private final Store store;
    private final AtomicReference<Optional<Script>> known;

    /** @param configured address of the operator's choice; its coins are then beyond payout-service's reach unless the wallet owns it */
    PoolScript(Chain chain, Optional<String> configured, List<? extends Wallet> wallets, Store store) {
        this.chain = chain;
        this.wallets = wallets;
        this.store = store;
        this.known = new AtomicReference<>(
                configured.map(address -> Address.parse(address, chain).script()));
    }

    /** Asks the wallets only while no address is kept. */
    Found find() {
        Optional<Script> script = known.get();
        if (script.isEmpty()) {
            script = store.load();
        }
        if (script.isPresent()) {
            known.set(script);
            return new Found(script, "");
        }
        return ask();
    }

    private Found ask() {
        StringBuilder problems =
                new StringBuilder("no address for the coinbase: configure one, or give a node a wallet");
        for (Wallet wallet : wallets) {
            try {
                Script kept = keepAddressOf(wallet);
                known.set(Optional.of(kept));
                return new Found(Optional.of(kept), "");
            } catch (NodeException | AddressException e) {
                problems.append(" (").append(e.getMessage()).append(")");
            }
        }
        return new Found(Optional.empty(), problems.toString());
    }

    /** An address already labelled comes first: a lost database must not scatter the pool's coins. */
    private Script keepAddressOf(Wallet wallet) {
        String address =
                wallet.addressesLabelled(LABEL).stream().sorted().findFirst().orElseGet(() -> wallet.newAddress(LABEL));
        return store.keep(address, Address.parse(address, chain).script());
    }
}
