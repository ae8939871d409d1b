package thunderpool.template;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.Chain;
import thunderpool.node.NodeEndpoint;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.Secret;
import thunderpool.runtime.SharedSecret;
import thunderpool.work.Tag;

/**
 * Everything an operator may set for template-service.
 *
 * @param chain name of the chain it serves
 * @param instance name of this process among the template-services
 * @param kafka the broker
 * @param database the service's own schema
 * @param nodes full nodes in order of preference
 * @param address that blocks pay to; without one, a node's wallet is asked for an address once
 * @param tag the pool's mark in every coinbase, at most 70 bytes
 * @param refresh a template is made anew at this age though nothing changed, 1 to 30 seconds
 * @param lookEvery how often a node is looked at without a signal, 100 ms to 10 seconds
 * @param silentAfter a node not heard of for so long is not worked with, 5 seconds to 1 minute
 * @param agree so many nodes must be at a tip that is worked on, 1 to all; unless set 1 of one or two nodes, and more than half of more
 * @param catchUp how long the tip with the most work is worked on while the others catch up, 1 to 50 seconds
 * @param minPeers a node with fewer is not worked with; 0 on regtest and 1 elsewhere unless set
 * @param allowInitialDownload work with a node that believes itself behind; only regtest unless set
 * @param leaseTime after which a silent instance's duties pass to another, 2 seconds to 5 minutes
 * @param blockSecret what gateways show to hand a block over; or give {@code blockSecretFile}
 * @param blockSecretFile holds it alone, as a mounted secret does; read again when it changes
 */
@ConfigurationProperties("template")
public record TemplateConfig(
        @DefaultValue("bitcoin-main") String chain,
        @DefaultValue("template-1") String instance,
        @DefaultValue KafkaAccess kafka,
        DatabaseConfig database,
        List<NodeSettings> nodes,
        @Nullable String address,
        @DefaultValue("/Thunder Pool/") String tag,
        @DefaultValue("20s") Duration refresh,
        @DefaultValue("2s") Duration lookEvery,
        @DefaultValue("30s") Duration silentAfter,
        @Nullable Integer agree,
        @DefaultValue("30s") Duration catchUp,
        @Nullable Integer minPeers,
        @Nullable Boolean allowInitialDownload,
        @DefaultValue("6s") Duration leaseTime,
        @Secret @Nullable String blockSecret,
        @Nullable Path blockSecretFile) {

    private static final String REGTEST = "regtest";
    private static final String BLOCK_SECRET = "template.block-secret";

    /**
     * One node.
     *
     * @param name for logs, metrics and the dashboard
     * @param url {@code http://user:password@host:port}, with {@code /wallet/NAME} when it has several wallets
     * @param cookieFile the node's {@code .cookie}, instead of user and password
     * @param zmq address of its {@code -zmqpubhashblock}
     */
    public record NodeSettings(
            String name,
            String url,
            @Nullable Path cookieFile,
            @Nullable String zmq) {

        NodeEndpoint endpoint() {
            return NodeEndpoint.parse(name, url, Optional.ofNullable(cookieFile), Optional.ofNullable(zmq));
        }
    }

    public TemplateConfig {
        Chain known = Chain.byName(chain);
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("template.nodes must name at least one node");
        }
        Set<String> names = new HashSet<>();
        for (NodeSettings node : nodes) {
            node.endpoint();
            if (!names.add(node.name())) {
                throw new IllegalArgumentException("template.nodes has two nodes named " + node.name());
            }
        }
        if (address != null && !address.isBlank()) {
            Address.parse(address, known);
        }
        Tag.ofText(tag);
        requireBetween("refresh", refresh, Duration.ofSeconds(1), Duration.ofSeconds(30));
        requireBetween("look-every", lookEvery, Duration.ofMillis(100), Duration.ofSeconds(10));
        requireBetween("silent-after", silentAfter, Duration.ofSeconds(5), Duration.ofMinutes(1));
        // With the longest look-every a node that nobody follows is left within a minute.
        requireBetween("catch-up", catchUp, Duration.ofSeconds(1), Duration.ofSeconds(50));
        if (agree != null && (agree < 1 || agree > nodes.size())) {
            throw new IllegalArgumentException(
                    "template.agree is 1 to the number of nodes, " + nodes.size() + ", not " + agree);
        }
        requireBetween("lease-time", leaseTime, Duration.ofSeconds(2), Duration.ofMinutes(5));
        if ((blockSecret == null) == (blockSecretFile == null)) {
            throw new IllegalArgumentException(
                    "give exactly one of template.block-secret and template.block-secret-file");
        }
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException("template." + name + " is " + least + " to " + most + ", not " + value);
        }
    }

    Chain chainValue() {
        return Chain.byName(chain);
    }

    Optional<String> poolAddress() {
        return Optional.ofNullable(address).filter(text -> !text.isBlank());
    }

    NodeCheck.Policy policy() {
        boolean regtest = chainValue().rpcChain().equals(REGTEST);
        int peers = minPeers == null ? (regtest ? 0 : 1) : minPeers;
        return new NodeCheck.Policy(refresh, peers, allowInitialDownload == null ? regtest : allowInitialDownload);
    }

    NodeChoice.Rules rules() {
        int all = nodes.size();
        int needed = agree == null ? (all <= 2 ? 1 : all / 2 + 1) : agree;
        return new NodeChoice.Rules(new TipRule(needed, catchUp.toMillis()), silentAfter.toMillis());
    }

    SharedSecret secret() {
        if (blockSecret != null) {
            return SharedSecret.fixed(BLOCK_SECRET, blockSecret);
        }
        if (blockSecretFile == null) {
            throw new IllegalStateException("no secret; the constructor lets none of these pass");
        }
        return SharedSecret.inFile(BLOCK_SECRET, blockSecretFile);
    }
}
