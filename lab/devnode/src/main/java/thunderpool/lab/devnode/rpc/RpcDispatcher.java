package thunderpool.lab.devnode.rpc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import thunderpool.lab.devnode.node.NodeCore;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON-RPC envelopes, 1.0 and 2.0, single and in batches, as Core 28 answers them. */
final class RpcDispatcher {
    private static final String WALLET_PATH = "/wallet/";

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final NodeCore core;
    private final RpcMethods methods;
    private final FaultSwitch faults;

    RpcDispatcher(NodeCore core, RpcMethods methods, FaultSwitch faults) {
        this.core = core;
        this.methods = methods;
        this.faults = faults;
    }

    /** An HTTP status and the text of the body; empty for a notification. */
    record Answer(int status, String body) {}

    private record Outcome(int status, @Nullable Map<String, @Nullable Object> envelope) {}

    Answer answer(String path, String body) throws InterruptedException {
        JsonNode request;
        try {
            request = json.readTree(body);
        } catch (JacksonException e) {
            return new Answer(500, json.writeValueAsString(failure(false, null, RpcError.PARSE, "Parse error")));
        }
        if (request.isArray()) {
            return batch(path, request);
        }
        if (!request.isObject()) {
            return new Answer(
                    500, json.writeValueAsString(failure(false, null, RpcError.PARSE, "Top-level object parse error")));
        }
        Outcome outcome = one(path, request);
        return outcome.envelope() == null
                ? new Answer(204, "")
                : new Answer(outcome.status(), json.writeValueAsString(outcome.envelope()));
    }

    private Answer batch(String path, JsonNode requests) throws InterruptedException {
        List<Object> answers = new ArrayList<>();
        for (JsonNode request : requests) {
            Map<String, @Nullable Object> envelope = request.isObject()
                    ? one(path, request).envelope()
                    : failure(false, null, RpcError.INVALID_REQUEST, "Invalid Request object");
            if (envelope != null) {
                answers.add(envelope);
            }
        }
        return answers.isEmpty() && !requests.isEmpty()
                ? new Answer(204, "")
                : new Answer(200, json.writeValueAsString(answers));
    }

    private Outcome one(String path, JsonNode request) throws InterruptedException {
        boolean second = request.path("jsonrpc").isString()
                && request.path("jsonrpc").stringValue().equals("2.0");
        JsonNode id = request.get("id");
        Outcome outcome;
        try {
            Object result = call(path, request);
            outcome = new Outcome(200, success(second, id, result));
        } catch (RpcError e) {
            outcome = new Outcome(second ? 200 : status(e.code()), failure(second, id, e.code(), e.text()));
        } catch (RuntimeException e) { // Core, too, answers an unexpected exception with its text
            outcome = new Outcome(second ? 200 : 500, failure(second, id, RpcError.MISC, e.toString()));
        }
        return second && id == null ? new Outcome(204, null) : outcome;
    }

    private @Nullable Object call(String path, JsonNode request) throws InterruptedException {
        JsonNode name = request.path("method");
        if (name.isMissingNode() || name.isNull()) {
            throw new RpcError(RpcError.INVALID_REQUEST, "Missing method");
        }
        if (!name.isString()) {
            throw new RpcError(RpcError.INVALID_REQUEST, "Method must be a string");
        }
        JsonNode given = request.path("params");
        if (!given.isArray() && !given.isObject() && !given.isMissingNode() && !given.isNull()) {
            throw new RpcError(RpcError.INVALID_REQUEST, "Params must be an array or object");
        }
        if (faults.current() instanceof Fault.ErrorOn(String method, int code, String message)
                && (method.equals("*") || method.equals(name.stringValue()))) {
            throw new RpcError(code, message);
        }
        RpcMethods.Method method = methods.find(name.stringValue());
        if (method == null) {
            throw new RpcError(RpcError.METHOD_NOT_FOUND, "Method not found");
        }
        if (method.wallet()) {
            checkWallet(path);
        }
        return run(method, method.params(given));
    }

    private @Nullable Object run(RpcMethods.Method method, Params params) throws InterruptedException {
        if (method.locking() == RpcMethods.Locking.FREE) {
            return method.handler().call(params);
        }
        return core.<@Nullable Object>locked(() -> {
            try {
                return method.handler().call(params);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RpcError(RpcError.MISC, "Shutting down");
            }
        });
    }

    private void checkWallet(String path) {
        if (path.startsWith(WALLET_PATH)
                && !path.substring(WALLET_PATH.length()).equals(core.wallet().name())) {
            throw new RpcError(RpcError.WALLET_NOT_FOUND, "Requested wallet does not exist or is not loaded");
        }
    }

    private static int status(int code) {
        return switch (code) {
            case RpcError.INVALID_REQUEST -> 400;
            case RpcError.METHOD_NOT_FOUND -> 404;
            default -> 500;
        };
    }

    private static Map<String, @Nullable Object> success(
            boolean second, @Nullable JsonNode id, @Nullable Object result) {
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        if (second) {
            envelope.put("jsonrpc", "2.0");
        }
        envelope.put("result", result);
        if (!second) {
            envelope.put("error", null);
        }
        envelope.put("id", id);
        return envelope;
    }

    private static Map<String, @Nullable Object> failure(
            boolean second, @Nullable JsonNode id, int code, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", message);
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>();
        if (second) {
            envelope.put("jsonrpc", "2.0");
        } else {
            envelope.put("result", null);
        }
        envelope.put("error", error);
        envelope.put("id", id);
        return envelope;
    }
}
