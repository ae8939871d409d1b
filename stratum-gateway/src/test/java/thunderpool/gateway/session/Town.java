package thunderpool.gateway.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import thunderpool.topics.GatewayStarted;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;
import thunderpool.topics.ServiceStatus;
import thunderpool.topics.SessionMoved;
import thunderpool.topics.Topic;

/** Several gateways around one log and one clock. */
final class Town {
    final MemoryTopics topics = new MemoryTopics(() -> this.nowMs);
    long nowMs = 1_000_000;

    /** One gateway's life. */
    final class Gateway {
        final String name;
        final GatewayRegister register;
        final Pulse pulse = new Pulse();
        final SessionMoves moves;
        final ExtranonceBook book;
        final Rig rig;
        final int incarnation;
        final List<Integer> lost = new ArrayList<>();
        /** While set, nothing it writes gets through, and it reads nothing. */
        boolean cutOff;

        private final List<Runnable> unwritten = new ArrayList<>();
        private long startedAt;
        private long statusAt;
        private long movedAt;

        Gateway(String name) {
            this.name = name;
            register = new GatewayRegister(name);
            moves = new SessionMoves(register, this::write, () -> pulse.maySeemDead(nowMs));
            long offset = topics.append(GatewayStarted.TOPIC, new GatewayStarted(name, nowMs));
            incarnation = (int) offset;
            book = new ExtranonceBook(offset, moves);
            moves.speakAs(incarnation, this::loses);
            rig = new Rig(book);
            rig.nowMs = nowMs;
            read();
        }

        private void loses(int extranonce1) {
            lost.add(extranonce1);
            book.takenElsewhere(extranonce1);
        }

        private CompletionStage<?> write(SessionMoved moved) {
            CompletableFuture<Long> written = new CompletableFuture<>();
            unwritten.add(() -> written.complete(topics.append(SessionMoved.TOPIC, moved)));
            if (!cutOff) {
                flush();
            }
            return written;
        }

        /** What it could not write so far. */
        void flush() {
            unwritten.forEach(Runnable::run);
            unwritten.clear();
        }

        void beat() {
            if (!cutOff) {
                topics.append(
                        ServiceStatus.OF_GATEWAY,
                        new ServiceStatus(
                                Principal.GATEWAY, name, "1", 0, nowMs, true, "", List.of(), List.of(), Map.of()));
            }
        }

        void read() {
            rig.nowMs = nowMs;
            if (cutOff) {
                return;
            }
            for (Received<GatewayStarted> record : all(GatewayStarted.TOPIC, startedAt)) {
                register.started(record.value().instance(), record.offset(), record.appendTimeMs());
                startedAt = record.offset() + 1;
            }
            for (Received<ServiceStatus> record : all(ServiceStatus.OF_GATEWAY, statusAt)) {
                register.alive(record.value().instance(), record.appendTimeMs());
                statusAt = record.offset() + 1;
                if (record.value().instance().equals(name) && pulse.heard(record.appendTimeMs(), nowMs)) {
                    long offset = topics.append(GatewayStarted.TOPIC, new GatewayStarted(name, nowMs));
                    book.renew(offset);
                    moves.speakAs((int) offset, this::loses);
                }
            }
            for (Received<SessionMoved> record : all(SessionMoved.TOPIC, movedAt)) {
                moves.on(record.value());
                movedAt = record.offset() + 1;
            }
        }

        private <T> List<Received<T>> all(Topic<T> topic, long from) {
            return topics.read(topic, 0, from, Integer.MAX_VALUE);
        }
    }

    /** Time passes, with signs of life every five seconds. */
    void pass(long millis, Gateway... alive) {
        for (long until = nowMs + millis; nowMs < until; ) {
            nowMs += Math.min(5_000, until - nowMs);
            Set.of(alive).forEach(Gateway::beat);
            Set.of(alive).forEach(Gateway::read);
        }
    }
}
