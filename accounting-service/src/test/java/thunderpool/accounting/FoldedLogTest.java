package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import thunderpool.runtime.LogReplay;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.MemoryTopics;
import thunderpool.topics.Received;
import thunderpool.topics.Topic;

/** What is on the log and not behind our positions is not folded. */
final class FoldedLogTest {

    private long nowMs = 1_000_000;
    private int replays;
    private final MemoryTopics topics = new MemoryTopics(() -> nowMs);
    private final Map<Integer, Long> commandsRead = new HashMap<>();
    private final Map<Integer, Long> blocksRead = new HashMap<>();
    private final Samples samples = new Samples();
    private final FoldedLog log = new FoldedLog(
            new LogReplay() {
                @Override
                public <T> void replay(Topic<T> topic, int partition, long sinceMs, Consumer<Received<T>> handler) {
                    replays++;
                    topics.read(topic, partition, 0, 1_000).stream()
                            .dropWhile(record -> record.appendTimeMs() < sinceMs)
                            .forEach(handler);
                }
            },
            topic -> topic.equals(AdminCommand.TOPIC) ? commandsRead : blocksRead);

    private void command(int number) {
        topics.append(
                AdminCommand.TOPIC,
                samples.command(number, "set-fee", -1, Map.of()).value());
    }

    @Test
    void aCommandBeforeTheTimeMustBeFolded() {
        assertThat(log.hasCommandsBefore(nowMs)).as("an empty log").isTrue();
        command(1);
        assertThat(log.hasCommandsBefore(nowMs)).as("it is of this very time").isTrue();
        assertThat(log.hasCommandsBefore(nowMs + 1)).isFalse();
        commandsRead.put(0, 1L);
        assertThat(log.hasCommandsBefore(nowMs + 1)).isTrue();
        nowMs += 86_400_000;
        command(2);
        assertThat(log.hasCommandsBefore(nowMs + 1)).isFalse();
    }

    @Test
    void aCommandThatASlowerClockStampedIsSeenBehindANewerOne() {
        command(1);
        commandsRead.put(0, 1L);
        assertThat(log.hasCommandsBefore(nowMs + 1)).isTrue();
        nowMs -= 20_000;
        command(2);
        nowMs += 60_000;
        assertThat(log.hasCommandsBefore(nowMs)).isFalse();
    }

    @Test
    void whatIsKnownToBeFoldedIsNotLookedForAgain() {
        assertThat(log.hasCommandsBefore(nowMs)).isTrue();
        assertThat(log.hasCommandsBefore(nowMs)).isTrue();
        assertThat(log.hasCommandsBefore(nowMs - 5)).isTrue();
        assertThat(replays).isEqualTo(1);
    }

    @Test
    void aBlockSinceTheTimeMustBeFolded() {
        topics.append(
                BlockChanged.TOPIC,
                samples.block(1, 1, BlockChanged.State.FOUND, 100, Samples.ALICE)
                        .value());
        assertThat(log.hasBlocksSince(nowMs)).isFalse();
        assertThat(log.hasBlocksSince(nowMs + 1)).isTrue();
        blocksRead.put(0, 1L);
        assertThat(log.hasBlocksSince(nowMs)).isTrue();
    }
}
