package thunderpool.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Answers from a script: each entry is JSON text or a fault; the last one repeats. Remembers what was asked. */
final class ScriptedRpc implements Rpc {

    final List<String> asked = new ArrayList<>();
    private final Deque<Object> answers = new ArrayDeque<>();

    ScriptedRpc answer(String json) {
        answers.add(json);
        return this;
    }

    ScriptedRpc fault(NodeFault fault) {
        answers.add(fault);
        return this;
    }

    @Override
    public JsonNode call(RpcMethod method, Optional<String> wallet, List<?> params) {
        asked.add(method.wireName() + wallet.map(w -> "@" + w).orElse(""));
        @Nullable Object next = answers.size() > 1 ? answers.poll() : answers.peek();
        if (next instanceof NodeFault fault) {
            throw new NodeException("scripted", method.wireName(), fault);
        }
        return HttpRpc.JSON.readTree(String.valueOf(next));
    }
}
