package thunderpool.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import thunderpool.topics.Topic;

/** Asks the broker, which tells ids to whoever may read or write the topics. */
public record KafkaTopicIds(KafkaAccess access) implements TopicIds {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    @Override
    public Map<String, String> of(Collection<Topic<?>> topics) {
        Map<String, Object> properties = access.clientProperties();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        try (Admin admin = Admin.create(properties)) {
            Map<String, String> ids = new HashMap<>();
            admin.describeTopics(topics.stream().map(Topic::name).distinct().toList())
                    .allTopicNames()
                    .get()
                    .forEach((name, found) -> ids.put(name, found.topicId().toString()));
            return ids;
        } catch (ExecutionException e) {
            throw new KafkaException("the broker does not tell the topics' ids: " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
