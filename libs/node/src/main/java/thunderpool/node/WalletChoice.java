package thunderpool.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/**
 * Which of a node's wallets is the pool's: the one named in the URL, else the one named {@code pool} if it is loaded,
 * else the only one loaded, else none. Chosen once, and again when the node no longer has it.
 */
final class WalletChoice {

    private static final String PREFERRED = "pool";

    /** RPC_WALLET_NOT_FOUND: not loaded, or not any more. */
    private static final int CODE_WALLET_NOT_FOUND = -18;

    private final String node;
    private final Rpc rpc;
    private final Optional<String> configured;
    private final AtomicReference<Optional<String>> chosen;

    WalletChoice(String node, Rpc rpc, Optional<String> configured) {
        this.node = node;
        this.rpc = rpc;
        this.configured = configured;
        this.chosen = new AtomicReference<>(configured);
    }

    String name() {
        Optional<String> known = chosen.get();
        if (known.isPresent()) {
            return known.get();
        }
        String found = choose(
                RpcReplies.list(rpc.call(RpcMethod.LISTWALLETS, Optional.empty(), List.of()), JsonNode::stringValue));
        chosen.set(Optional.of(found));
        return found;
    }

    JsonNode call(RpcMethod method, List<?> params) {
        String name = name();
        try {
            return rpc.call(method, Optional.of(name), params);
        } catch (NodeException e) {
            if (e.fault() instanceof NodeFault.RpcError(int code, String _) && code == CODE_WALLET_NOT_FOUND) {
                chosen.set(configured);
                throw new NodeException(
                        node, method.wireName(), new NodeFault.NoWallet("the wallet '" + name + "' is not loaded"), e);
            }
            throw e;
        }
    }

    private String choose(List<String> loaded) {
        if (loaded.contains(PREFERRED)) {
            return PREFERRED;
        }
        if (loaded.size() == 1) {
            return loaded.getFirst();
        }
        String why = loaded.isEmpty()
                ? "no wallet is loaded; create or load one named 'pool'"
                : "the wallets " + loaded + " are loaded and none is named 'pool'; name one in the URL: /wallet/NAME";
        throw new NodeException(node, RpcMethod.LISTWALLETS.wireName(), new NodeFault.NoWallet(why));
    }
}
