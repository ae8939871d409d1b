package thunderpool.standalone;

import java.nio.file.Path;
import java.util.Properties;
import thunderpool.runtime.KafkaAccess;

/**
 * The properties of the embedded broker, and why.
 *
 * @param log the one log directory, records and metadata together
 * @param port of the services' listener
 * @param controllerPort of the broker's talk with its own controller; nothing remembers it between starts
 * @param adminPassword of the super user, as whom the broker talks to itself
 */
record BrokerSettings(Path log, int port, int controllerPort, String adminPassword) {
    static final int NODE_ID = 1;
    static final String ADMIN = "admin";
    static final String CONTROLLER = "CONTROLLER";
    private static final String CLIENTS = "CLIENTS";

    Properties properties() {
        Properties p = new Properties();
        p.put("process.roles", "broker,controller");
        p.put("node.id", Integer.toString(NODE_ID));
        p.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
        p.put("log.dirs", log.toString());
        listeners(p);
        authorization(p);
        durability(p);
        singleNode(p);
        return p;
    }

    private void listeners(Properties p) {
        p.put("listeners", CLIENTS + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
        p.put("advertised.listeners", CLIENTS + "://127.0.0.1:" + port);
        p.put("listener.security.protocol.map", CLIENTS + ":SASL_PLAINTEXT," + CONTROLLER + ":SASL_PLAINTEXT");
        p.put("controller.listener.names", CONTROLLER);
        p.put("inter.broker.listener.name", CLIENTS);
        p.put("sasl.enabled.mechanisms", KafkaAccess.SCRAM_MECHANISM);
        p.put("sasl.mechanism.inter.broker.protocol", KafkaAccess.SCRAM_MECHANISM);
        p.put("listener.name.clients.scram-sha-256.sasl.jaas.config", KafkaAccess.scramLogin(ADMIN, adminPassword));
        // SCRAM's users live in the metadata log, which the controller must serve first: its own listener uses PLAIN.
        p.put("sasl.mechanism.controller.protocol", "PLAIN");
        p.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        p.put(
                "listener.name.controller.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + ADMIN
                        + "\" password=\"" + adminPassword + "\" user_" + ADMIN + "=\"" + adminPassword + "\";");
    }

    private static void authorization(Properties p) {
        p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        p.put("super.users", "User:" + ADMIN);
        p.put("allow.everyone.if.no.acl.found", "false");
        p.put("auto.create.topics.enable", "false");
    }

    private static void durability(Properties p) {
        // One broker has no replica to survive a power loss for it, so each append is synced: about 1.6 ms (measured).
        p.put("log.flush.interval.messages", "1");
        p.put("unclean.leader.election.enable", "false");
        // A pool that stood still for a month must find its positions again.
        p.put("offsets.retention.minutes", Integer.toString(366 * 24 * 60));
    }

    private static void singleNode(Properties p) {
        // After a kill the new broker waits for the old one's session to lapse: 9 s by default, 3 s here; less is
        // missed under load.
        p.put("broker.session.timeout.ms", "3000");
        p.put("broker.heartbeat.interval.ms", "500");
        p.put("offsets.topic.replication.factor", "1");
        p.put("offsets.topic.num.partitions", "1");
        p.put("transaction.state.log.replication.factor", "1");
        p.put("transaction.state.log.min.isr", "1");
        p.put("transaction.state.log.num.partitions", "1");
        p.put("share.coordinator.state.topic.replication.factor", "1");
        p.put("share.coordinator.state.topic.min.isr", "1");
        p.put("share.coordinator.state.topic.num.partitions", "1");
        p.put("group.initial.rebalance.delay.ms", "0");
        p.put("num.network.threads", "2");
        p.put("num.io.threads", "2");
        p.put("log.cleaner.dedupe.buffer.size", "8388608");
    }
}
