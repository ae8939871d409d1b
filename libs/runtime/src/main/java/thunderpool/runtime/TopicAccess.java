package thunderpool.runtime;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import thunderpool.topics.Principal;
import thunderpool.topics.Topic;

/**
 * Who may do what at the broker, derived from the topics' own declarations: one principal writes a topic, its readers
 * read it, and each principal has the consumer groups and transactional ids that begin with its label and a dash.
 */
public final class TopicAccess {
    private TopicAccess() {}

    /** Every right the topics grant; what is not here is refused. */
    public static Set<AclBinding> rights(Iterable<Topic<?>> topics) {
        Set<AclBinding> rights = new HashSet<>();
        for (Topic<?> topic : topics) {
            rights.addAll(onTopic(topic));
        }
        for (Principal principal : Principal.values()) {
            rights.addAll(ofItsOwn(principal));
        }
        return rights;
    }

    /** The broker's name for a service. */
    static String user(Principal principal) {
        return "User:" + principal.label();
    }

    /** Consumer groups and transactional ids of a principal begin with this. */
    public static String prefix(Principal principal) {
        return principal.label() + "-";
    }

    private static List<AclBinding> onTopic(Topic<?> topic) {
        ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic.name(), PatternType.LITERAL);
        List<AclBinding> rights = new ArrayList<>();
        rights.add(allow(resource, topic.writer(), AclOperation.WRITE));
        rights.add(allow(resource, topic.writer(), AclOperation.DESCRIBE));
        for (Principal reader : topic.readers()) {
            rights.add(allow(resource, reader, AclOperation.READ));
            rights.add(allow(resource, reader, AclOperation.DESCRIBE));
        }
        return rights;
    }

    private static List<AclBinding> ofItsOwn(Principal principal) {
        ResourcePattern groups = new ResourcePattern(ResourceType.GROUP, prefix(principal), PatternType.PREFIXED);
        ResourcePattern transactions =
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, prefix(principal), PatternType.PREFIXED);
        return List.of(
                allow(groups, principal, AclOperation.READ),
                allow(groups, principal, AclOperation.DESCRIBE),
                allow(transactions, principal, AclOperation.WRITE),
                allow(transactions, principal, AclOperation.DESCRIBE));
    }

    private static AclBinding allow(ResourcePattern resource, Principal principal, AclOperation operation) {
        return new AclBinding(
                resource, new AccessControlEntry(user(principal), "*", operation, AclPermissionType.ALLOW));
    }
}
