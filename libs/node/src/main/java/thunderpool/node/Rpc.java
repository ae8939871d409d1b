package thunderpool.node;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One call to one node: a method and its parameters in, the reply's {@code result} out. */
interface Rpc {

    /**
     * Makes the call.
     *
     * @param wallet name of the wallet the call belongs to; absent for the node's own calls (a wallet's name may be empty)
     * @return the result, a JSON null when the node answered null
     * @throws NodeException for every kind of {@link NodeFault}
     */
    JsonNode call(RpcMethod method, Optional<String> wallet, List<?> params);
}
