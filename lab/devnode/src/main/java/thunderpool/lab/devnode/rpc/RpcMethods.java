package thunderpool.lab.devnode.rpc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The table of methods: name and arguments as Core's help line writes them, and what answers. */
final class RpcMethods {
    private final Map<String, Method> methods = new HashMap<>();

    /** Answers a call with anything Jackson can write. */
    @FunctionalInterface
    interface Handler {
        @Nullable
        Object call(Params params) throws InterruptedException;
    }

    /** Whether the node's lock is held around the call. */
    enum Locking {
        LOCKED,
        FREE
    }

    /** {@code wallet}: the call is for the wallet its path names. */
    record Method(String usage, List<String> names, int required, boolean wallet, Locking locking, Handler handler) {
        /** Arguments by position; complains with the help line as Core does when they are too few or too many. */
        Params params(JsonNode given) {
            List<JsonNode> values = new ArrayList<>();
            if (given.isObject()) {
                for (String name : names) {
                    values.add(given.optional(name).orElse(MissingNode.getInstance()));
                }
                given.propertyNames().stream()
                        .filter(name -> !names.contains(name))
                        .findFirst()
                        .ifPresent(name -> {
                            throw new RpcError(RpcError.INVALID_PARAMETER, "Unknown named parameter " + name);
                        });
            } else {
                given.forEach(values::add);
            }
            Params params = new Params(names, values);
            if (values.size() > names.size() || (required > 0 && !params.has(required - 1))) {
                throw new RpcError(RpcError.MISC, usage + "\n");
            }
            return params;
        }
    }

    /** {@code usage} as in Core's help: {@code getblock "blockhash" ( verbosity )}; optional arguments in brackets. */
    void add(String usage, Handler handler) {
        put(usage, false, Locking.LOCKED, handler);
    }

    void addFree(String usage, Handler handler) {
        put(usage, false, Locking.FREE, handler);
    }

    void addWallet(String usage, Handler handler) {
        put(usage, true, Locking.LOCKED, handler);
    }

    private void put(String usage, boolean wallet, Locking locking, Handler handler) {
        List<String> words = Arrays.asList(usage.split(" ", -1));
        int bracket = words.indexOf("(");
        int required = (bracket < 0 ? words.size() : bracket) - 1;
        List<String> names = words.stream()
                .skip(1)
                .filter(word -> !word.equals("(") && !word.equals(")"))
                .map(word -> word.replace("\"", ""))
                .toList();
        methods.put(words.getFirst(), new Method(usage, names, required, wallet, locking, handler));
    }

    @Nullable
    Method find(String name) {
        return methods.get(name);
    }

    List<String> usages() {
        return methods.values().stream().map(Method::usage).sorted().toList();
    }
}
