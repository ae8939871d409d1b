package thunderpool.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import thunderpool.topics.Codec;
import thunderpool.topics.Principal;
import thunderpool.topics.RecordReader;
import thunderpool.topics.RecordWriter;
import thunderpool.topics.Retention;
import thunderpool.topics.Topic;

/** Topics of plain numbers for tests: key is the decimal text, partition is the value modulo the topic's partitions. */
public final class NumberTopic {
    /** Two partitions, written by the gateway, read by validator and accounting. */
    public static final Topic<Long> TOPIC = topic("numbers", Principal.GATEWAY, Principal.VALIDATOR);

    /** What the validator makes of them. */
    public static final Topic<Long> DOUBLED = topic("numbers-doubled", Principal.VALIDATOR, Principal.VALIDATOR);

    private NumberTopic() {}

    private static Topic<Long> topic(String name, Principal writer, Principal reader) {
        return new Topic<>(
                name,
                2,
                new NumberCodec(),
                writer,
                Set.of(reader, Principal.ACCOUNTING),
                new Retention.Delete(Duration.ofDays(1)),
                value -> Long.toString(value).getBytes(StandardCharsets.UTF_8),
                value -> Math.floorMod(value, 2));
    }

    private record NumberCodec() implements Codec<Long> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(Long value, RecordWriter out) {
            out.int64(value);
        }

        @Override
        public Long read(int version, RecordReader in) {
            return in.int64();
        }
    }
}
