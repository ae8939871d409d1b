package thunderpool.lab.e2e.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import thunderpool.topics.Topic;
import thunderpool.topics.TopicWriter;

/**
 * One process's way to the log. Records arrive in order, but late, not at all, or twice; the acknowledgement comes later
 * still, or is lost although the record is there.
 */
final class Producer {

    private static final long DELIVERY_TIMEOUT_MS = 8_000;

    /** Somebody lost the answer: whether the record is there is not known to the writer. */
    static final class Unknown extends RuntimeException {
        Unknown(String where) {
            super(where);
        }
    }

    private record Sent<T>(Topic<T> topic, T value, long sentMs, long arrivesMs, CompletableFuture<Long> acknowledged) {
        long append(Broker broker) {
            return broker.append(topic, value);
        }
    }

    private record Echo(Sent<?> sent, long comesMs) {}

    private record Answer(CompletableFuture<Long> acknowledged, long offset, long comesMs) {}

    private final Broker broker;
    private final Dice dice;
    private final boolean lies;
    private final Deque<Sent<?>> underWay = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    /** Copies that the network kept, with the time they come. */
    private final List<Echo> echoes = new ArrayList<>();

    /** @param lies a broken producer: acknowledges what it then forgets, now and then */
    Producer(Broker broker, Dice dice, boolean lies) {
        this.broker = broker;
        this.dice = dice;
        this.lies = lies;
    }

    <T> TopicWriter<T> writer(Topic<T> topic) {
        return value -> {
            long delay = dice.chance(0.2) ? dice.between(0, 3_000) : dice.between(0, 20);
            CompletableFuture<Long> acknowledged = new CompletableFuture<>();
            underWay.add(new Sent<>(topic, value, broker.nowMs(), broker.nowMs() + delay, acknowledged));
            return acknowledged;
        };
    }

    /** For callers that wait for the answer: it is decided at once. */
    <T> TopicWriter<T> prompt(Topic<T> topic) {
        return value -> {
            try {
                failSometimes("before the append");
                long offset = broker.append(topic, value);
                failSometimes("behind the append");
                return CompletableFuture.completedStage(offset);
            } catch (Unknown | Broker.Away failed) {
                return CompletableFuture.failedStage(failed);
            }
        };
    }

    private void failSometimes(String where) {
        if (dice.fault(0.03)) {
            throw new Unknown(where);
        }
    }

    /** Lets arrive what is due, in order. */
    void pump() {
        while (!underWay.isEmpty() && underWay.element().arrivesMs <= broker.nowMs()) {
            Sent<?> head = underWay.element();
            if (broker.isAway()) {
                if (broker.nowMs() - head.sentMs < DELIVERY_TIMEOUT_MS) {
                    break;
                }
                underWay.remove();
                head.acknowledged.completeExceptionally(new Broker.Away());
                continue;
            }
            underWay.remove();
            deliver(head);
        }
        if (!broker.isAway()) {
            echo();
        }
        while (!answers.isEmpty() && answers.element().comesMs <= broker.nowMs()) {
            Answer answer = answers.remove();
            answer.acknowledged.complete(answer.offset);
        }
    }

    private void deliver(Sent<?> sent) {
        if (lies && dice.chance(0.05)) {
            sent.acknowledged.complete(0L);
            return;
        }
        if (dice.fault(0.01)) {
            sent.acknowledged.completeExceptionally(new Unknown("before the append"));
            return;
        }
        long offset = sent.append(broker);
        if (dice.fault(0.03)) {
            echoes.add(new Echo(sent, broker.nowMs() + dice.between(0, 10_000)));
        }
        if (dice.fault(0.01)) {
            sent.acknowledged.completeExceptionally(new Unknown("behind the append"));
            return;
        }
        answers.add(new Answer(sent.acknowledged, offset, broker.nowMs() + dice.between(0, 30)));
    }

    private void echo() {
        for (Echo echo : List.copyOf(echoes)) {
            if (echo.comesMs <= broker.nowMs()) {
                echo.sent.append(broker);
                echoes.remove(echo);
            }
        }
    }

    boolean isIdle() {
        return underWay.isEmpty() && answers.isEmpty() && echoes.isEmpty();
    }

    /** The process died: some of what it had sent still arrives, and nobody hears of it. */
    void die() {
        while (!underWay.isEmpty() && !broker.isAway() && dice.chance(0.6)) {
            underWay.remove().append(broker);
        }
        underWay.clear();
        answers.clear();
    }
}
