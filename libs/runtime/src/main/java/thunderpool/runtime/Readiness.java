package thunderpool.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;

/** The readiness group in words. A check that hangs is unready too, and is not asked a second time meanwhile. */
final class Readiness {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    /** @param reason empty when ready */
    record Answer(boolean ready, String reason) {}

    private final Supplier<@Nullable HealthDescriptor> group;
    private final Duration patience;
    private @Nullable Future<Answer> asked;

    Readiness(Supplier<@Nullable HealthDescriptor> group) {
        this(group, ANSWERS_WITHIN);
    }

    Readiness(Supplier<@Nullable HealthDescriptor> group, Duration patience) {
        this.group = group;
        this.patience = patience;
    }

    /** Waits no longer than its patience; for one thread. */
    Answer ask() throws InterruptedException {
        Future<Answer> pending = asked;
        if (pending == null) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            Thread.ofVirtual().name("readiness").start(() -> answer.completeAsync(this::read, Runnable::run));
            pending = answer;
        }
        try {
            Answer answer = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            asked = null;
            return answer;
        } catch (TimeoutException hanging) {
            asked = pending;
            return new Answer(false, "its health checks do not answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException failed) {
            asked = null;
            return new Answer(false, "its health checks failed: " + failed.getCause());
        }
    }

    private Answer read() {
        HealthDescriptor health = group.get();
        if (health == null) {
            return new Answer(false, "it has no readiness group");
        }
        boolean ready = health.getStatus().equals(Status.UP);
        return new Answer(ready, ready ? "" : reason(health));
    }

    /** The parts that are not up, each with its own word for why. */
    private static String reason(HealthDescriptor health) {
        return switch (health) {
            case CompositeHealthDescriptor group ->
                parts(group).entrySet().stream()
                        .filter(part -> !part.getValue().getStatus().equals(Status.UP))
                        .map(part -> part.getKey().equals("readinessState")
                                ? "starting or stopping"
                                : part.getKey() + ": " + reason(part.getValue()))
                        .collect(Collectors.joining("; "));
            case IndicatedHealthDescriptor part -> words(part.getStatus(), part.getDetails());
            default -> health.getStatus().getCode();
        };
    }

    private static Map<String, HealthDescriptor> parts(CompositeHealthDescriptor group) {
        Map<String, HealthDescriptor> parts = group.getComponents();
        return parts == null ? Map.of() : parts;
    }

    private static String words(Status status, Map<String, Object> details) {
        return List.of("reason", "stopped", "error").stream()
                .filter(details::containsKey)
                .map(name -> name.equals("stopped") ? "stopped " + details.get(name) : "" + details.get(name))
                .findFirst()
                .orElse(status.getCode());
    }
}
