package thunderpool.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.topics.Principal;
import thunderpool.topics.Retention;
import thunderpool.topics.Topic;

/**
 * Brings a broker to what the topics declare: creates what is missing, sets retention and timestamps, grants and withdraws the services'
 * rights. It never touches a topic's partitions: which share meets which validator hangs on their count.
 */
public final class TopicProvisioner {
    private static final Logger LOG = LoggerFactory.getLogger(TopicProvisioner.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(20);

    /**
     * How often a record is kept.
     *
     * @param factor copies of each partition, 1 on a single broker
     * @param inSyncMin copies that must have a record before it is acknowledged
     */
    public record Replication(short factor, short inSyncMin) {
        /** One broker, one copy. */
        public static final Replication SINGLE = new Replication((short) 1, (short) 1);

        public Replication {
            if (inSyncMin < 1 || factor < inSyncMin) {
                throw new IllegalArgumentException(
                        "replication needs 1 <= inSyncMin <= factor but has " + inSyncMin + " and " + factor);
            }
        }
    }

    private final Admin admin;
    private final Replication replication;

    private TopicProvisioner(Admin admin, Replication replication) {
        this.admin = admin;
        this.replication = replication;
    }

    /**
     * Safe to repeat at every start.
     *
     * @param access of a principal that may create topics and rights
     * @throws IllegalStateException when an existing topic has another number of partitions, or the broker refuses
     */
    public static void provision(KafkaAccess access, Collection<Topic<?>> topics, Replication replication) {
        Map<String, Object> properties = access.clientProperties();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        try (Admin admin = Admin.create(properties)) {
            TopicProvisioner provisioner = new TopicProvisioner(admin, replication);
            provisioner.provisionTopics(topics);
            if (access.security() != KafkaAccess.Security.NONE) {
                provisioner.provisionRights(topics);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refuses to provision topics: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topics were provisioned", e);
        }
    }

    private void provisionTopics(Collection<Topic<?>> topics) throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        List<Topic<?>> existing =
                topics.stream().filter(topic -> present.contains(topic.name())).toList();
        List<Topic<?>> missing =
                topics.stream().filter(topic -> !present.contains(topic.name())).toList();
        checkPartitions(existing);
        alignSettings(existing);
        if (!missing.isEmpty()) {
            admin.createTopics(missing.stream().map(this::newTopic).toList())
                    .all()
                    .get();
            LOG.info("created topics {}", missing);
        }
    }

    private void checkPartitions(List<Topic<?>> existing) throws ExecutionException, InterruptedException {
        List<String> names = existing.stream().map(Topic::name).toList();
        Map<String, TopicDescription> found =
                admin.describeTopics(names).allTopicNames().get();
        List<String> wrong = new ArrayList<>();
        for (Topic<?> topic : existing) {
            TopicDescription description = found.get(topic.name());
            int partitions = description == null ? 0 : description.partitions().size();
            if (partitions != topic.partitions()) {
                wrong.add(topic.name() + " has " + partitions + " partitions but needs " + topic.partitions());
            }
        }
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    "partition counts change only by a documented migration: " + String.join("; ", wrong));
        }
    }

    private void alignSettings(List<Topic<?>> existing) throws ExecutionException, InterruptedException {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (Topic<?> topic : existing) {
            List<AlterConfigOp> operations = settings(topic).entrySet().stream()
                    .map(entry -> new AlterConfigOp(
                            new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            changes.put(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()), operations);
        }
        admin.incrementalAlterConfigs(changes).all().get();
    }

    private NewTopic newTopic(Topic<?> topic) {
        return new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.of(replication.factor()))
                .configs(settings(topic));
    }

    private Map<String, String> settings(Topic<?> topic) {
        return settings(topic, replication);
    }

    /** A topic's configuration at the broker, whoever creates it: this class, or an operator from manifests. */
    public static Map<String, String> settings(Topic<?> topic, Replication replication) {
        Map<String, String> settings = new HashMap<>();
        // The broker's clock decides accounting time; a gateway's claim never does.
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Short.toString(replication.inSyncMin()));
        settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        switch (topic.retention()) {
            case Retention.Delete delete -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                settings.put(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(delete.after().toMillis()));
            }
            case Retention.Forever _ -> {
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
                settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
            }
            case Retention.Compact _ ->
                settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
        return settings;
    }

    private void provisionRights(Collection<Topic<?>> topics) throws ExecutionException, InterruptedException {
        Set<AclBinding> wanted = TopicAccess.rights(topics);
        Set<AclBinding> granted = granted();
        Set<AclBinding> missing = new HashSet<>(wanted);
        missing.removeAll(granted);
        admin.createAcls(missing).all().get();
        Set<AclBinding> withdrawn = new HashSet<>(granted);
        withdrawn.removeAll(wanted);
        admin.deleteAcls(withdrawn.stream().map(AclBinding::toFilter).toList())
                .all()
                .get();
        awaitRights(wanted);
        LOG.info(
                "rights at the broker: {} granted, {} withdrawn, {} in all",
                missing.size(),
                withdrawn.size(),
                wanted.size());
    }

    /** The controller answers before the broker knows: a service that came in between would be refused for good. */
    private void awaitRights(Set<AclBinding> wanted) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + ANSWER_WITHIN.toNanos();
        while (!granted().equals(wanted)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the broker does not show the rights it was given");
            }
            Thread.sleep(LOOK_AGAIN_AFTER);
        }
    }

    private Set<AclBinding> granted() throws ExecutionException, InterruptedException {
        return ofServices(admin.describeAcls(AclBindingFilter.ANY).values().get());
    }

    /** Rights of principals that are not ours (an operator's monitoring) are none of our business. */
    private static Set<AclBinding> ofServices(Collection<AclBinding> bindings) {
        Set<String> services =
                List.of(Principal.values()).stream().map(TopicAccess::user).collect(Collectors.toSet());
        return bindings.stream()
                .filter(binding -> services.contains(binding.entry().principal()))
                .collect(Collectors.toSet());
    }
}
