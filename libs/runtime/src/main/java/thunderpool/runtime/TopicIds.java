package thunderpool.runtime;

import java.util.Collection;
import java.util.Map;
import thunderpool.topics.Topic;

/** The ids that the broker gave the topics when they were made: one that was deleted and made anew has another. */
public interface TopicIds {
    /**
     * @return by the topic's name
     * @throws org.apache.kafka.common.KafkaException when the broker is away, or one of them does not exist
     */
    Map<String, String> of(Collection<Topic<?>> topics);
}
