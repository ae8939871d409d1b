package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RenewedProducerTest {
    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("t", 0, null, new byte[] {1});

    private final List<MockProducer<byte[], byte[]>> opened = new ArrayList<>();
    private final RenewedProducer producer = new RenewedProducer(this::open, null);

    @Test
    void oneThatWasRefusedBeforeItWroteIsReplacedAtTheNextRecord() {
        CompletionStage<Long> first = producer.send(RECORD);
        opened.getFirst().errorNext(new SaslAuthenticationException("unknown user"));
        assertThat(first.toCompletableFuture()).isCompletedExceptionally();
        CompletionStage<Long> second = producer.send(RECORD);
        assertThat(opened).hasSize(2);
        assertThat(opened.getFirst().closed()).isTrue();
        opened.getLast().completeNext();
        assertThat(second.toCompletableFuture()).isCompletedWithValue(0L);
    }

    @Test
    void oneThatHasWrittenIsKeptSoThatOrderIsAndNothingUnderWayIsDropped() {
        CompletionStage<Long> first = producer.send(RECORD);
        opened.getFirst().completeNext();
        assertThat(first.toCompletableFuture()).isCompletedWithValue(0L);
        CompletionStage<Long> refused = producer.send(RECORD);
        opened.getFirst().errorNext(new SaslAuthenticationException("password changed"));
        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
        CompletionStage<Long> third = producer.send(RECORD);
        opened.getFirst().completeNext();
        assertThat(third.toCompletableFuture()).isCompleted();
        assertThat(opened).hasSize(1);
    }

    @Test
    void aBrokerThatIsOnlySlowIsNoReason() {
        CompletionStage<Long> late = producer.send(RECORD);
        opened.getFirst().errorNext(new TimeoutException("late"));
        assertThat(late.toCompletableFuture()).isCompletedExceptionally();
        CompletionStage<Long> again = producer.send(RECORD);
        assertThat(again.toCompletableFuture()).isNotDone();
        assertThat(opened).hasSize(1);
    }

    @Test
    void afterTheEndNoneIsOpened() {
        CompletionStage<Long> refused = producer.send(RECORD);
        opened.getFirst().errorNext(new SaslAuthenticationException("unknown user"));
        assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
        producer.close(Duration.ZERO);
        assertThat(producer.send(RECORD).toCompletableFuture()).isCompletedExceptionally();
        assertThat(opened).hasSize(1);
    }

    private MockProducer<byte[], byte[]> open() {
        MockProducer<byte[], byte[]> mock =
                new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        opened.add(mock);
        return mock;
    }
}
