package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

final class PgOutboxTest {
    private final TestDatabase database = TestDatabase.fresh();
    private final PgOutbox outbox = new PgOutbox(database.jdbc());
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    private final List<String> log = new ArrayList<>();
    private final AtomicBoolean held = new AtomicBoolean(true);

    @BeforeEach
    void migrate() {
        database.migrate("db/runtime/outbox");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void publishesInOrderWhatWasCommittedAndNothingElse() {
        transaction.executeWithoutResult(status -> {
            outbox.append(NumberTopic.TOPIC, 1L);
            outbox.append(NumberTopic.TOPIC, 2L);
        });
        transaction.executeWithoutResult(status -> {
            outbox.append(NumberTopic.TOPIC, 3L);
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> outbox.append(NumberTopic.TOPIC, 4L));

        OutboxPublisher publisher = publisher(this::accept);
        assertThat(publisher.publishOnce()).isEqualTo(3);
        assertThat(log).containsExactly("numbers 1", "numbers 2", "numbers 4");
        assertThat(publisher.publishOnce()).isZero();
        assertThat(log).hasSize(3);
    }

    @Test
    void publishesAgainFromTheFirstFailureOn() {
        transaction.executeWithoutResult(status -> {
            for (long value = 1; value <= 4; value++) {
                outbox.append(NumberTopic.TOPIC, value);
            }
        });
        OutboxPublisher broken = publisher(record ->
                record.id() == 2 ? CompletableFuture.failedStage(new IllegalStateException("away")) : accept(record));

        assertThat(broken.publishOnce()).isEqualTo(1);
        log.clear();
        assertThat(publisher(this::accept).publishOnce()).isEqualTo(3);
        assertThat(log).containsExactly("numbers 2", "numbers 3", "numbers 4");
    }

    @Test
    void publishesNothingWithoutTheLease() {
        transaction.executeWithoutResult(status -> outbox.append(NumberTopic.TOPIC, 1L));
        held.set(false);
        assertThat(publisher(this::accept).publishOnce()).isZero();
        held.set(true);
        assertThat(publisher(this::accept).publishOnce()).isEqualTo(1);
    }

    @Test
    void refusesARecordOutsideATransaction() {
        assertThatThrownBy(() -> outbox.append(NumberTopic.TOPIC, 1L))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inside a transaction");
    }

    private OutboxPublisher publisher(Function<OutboxRecord, CompletionStage<Long>> sink) {
        return new OutboxPublisher(outbox, sink, held::get, new SimpleMeterRegistry());
    }

    private CompletionStage<Long> accept(OutboxRecord record) {
        log.add(record.topic() + " " + new String(record.key(), StandardCharsets.UTF_8));
        return CompletableFuture.completedStage((long) log.size());
    }
}
