package thunderpool.gateway.feed;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BlockSolved;

/**
 * The one call between services outside the topics: a solved block, at once, to every template-service. The body is
 * the record's bytes; the secret both know stands in the Authorization header. An answer of 2xx means: durable there;
 * 422 means that bringing it again is useless; after 401 the secret before is shown, in case theirs was not changed yet.
 */
public final class TemplateServiceClient {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateServiceClient.class);
    private static final int UNKNOWN_SECRET = 401;
    private static final int NO_BLOCK = 422;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final HttpClient http;
    private final List<URI> endpoints;
    private final Supplier<List<String>> secrets;

    /**
     * @param endpoints of all template-services, complete with path
     * @param secrets to show, one after the other; one or more when there are endpoints
     */
    public TemplateServiceClient(HttpClient http, List<URI> endpoints, Supplier<List<String>> secrets) {
        this.http = http;
        this.endpoints = List.copyOf(endpoints);
        this.secrets = secrets;
    }

    public boolean isEmpty() {
        return endpoints.isEmpty();
    }

    /** Sends to all at once; true as soon as one has it, false when none of them does. */
    public CompletableFuture<Boolean> send(BlockSolved block) {
        byte[] body = BlockSolved.TOPIC.codec().encode(block);
        CompletableFuture<Boolean> any = new CompletableFuture<>();
        List<String> shown = secrets.get();
        CompletableFuture<?>[] all = endpoints.stream()
                .map(endpoint -> one(endpoint, block.blockId(), body, shown).thenAccept(held -> {
                    if (held) {
                        any.complete(true);
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        var _ = CompletableFuture.allOf(all).whenComplete((done, failure) -> any.complete(false));
        return any;
    }

    private CompletableFuture<Boolean> one(URI endpoint, Hash256 block, byte[] body, List<String> shown) {
        CompletableFuture<@Nullable Integer> status = post(endpoint, block, body, shown.getFirst());
        return status.thenCompose(answer -> answer != null && answer == UNKNOWN_SECRET && shown.size() > 1
                ? one(endpoint, block, body, shown.subList(1, shown.size()))
                : CompletableFuture.completedFuture(isHeld(endpoint, block, answer)));
    }

    /** The status, or null when there was no answer. */
    private CompletableFuture<@Nullable Integer> post(URI endpoint, Hash256 block, byte[] body, String secret) {
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return http.sendAsync(request, BodyHandlers.discarding()).handle((response, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_ROAD_FAILED)
                        .addKeyValue(LogKey.BLOCK, block)
                        .addKeyValue(LogKey.REASON, failure)
                        .log("{} did not take a solved block", endpoint);
                return null;
            }
            return response.statusCode();
        });
    }

    private static boolean isHeld(URI endpoint, Hash256 block, @Nullable Integer status) {
        if (status == null) {
            return false;
        }
        if (status == NO_BLOCK) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_ROAD_FAILED)
                    .addKeyValue(LogKey.BLOCK, block)
                    .log("{} says that a solved block is none of its chain", endpoint);
            return true;
        }
        if (status / 100 != 2) {
            LOG.atWarn()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_ROAD_FAILED)
                    .addKeyValue(LogKey.BLOCK, block)
                    .log("{} answered {} to a solved block", endpoint, status);
        }
        return status / 100 == 2;
    }
}
