package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Target;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.ChainView;
import thunderpool.dashboard.view.Overview;
import thunderpool.topics.ChainStatus;
import thunderpool.work.Work;

/** The chain as the pool sees it. */
@RestController
@RequestMapping("/api")
@Tag(name = "Network")
public final class NetworkResource {

    /** The chain and the pool's nodes. */
    public record Network(
            String chain,
            boolean serving,
            String reason,
            String tip,
            int height,
            String nbits,
            String networkWorkHashes,
            @Nullable Double networkDifficulty,
            @Nullable Double networkHashrateHps,
            int blockIntervalSeconds,
            Instant tipSince,
            @Nullable Instant templateAt,
            @Nullable Long templateAgeSeconds,
            @Nullable Instant lastPoolBlockAt,
            List<Node> nodes) {}

    /** One node. */
    public record Node(
            String name,
            boolean chosen,
            boolean healthy,
            String problem,
            String tip,
            int height,
            int latencyMs,
            int peers) {}

    private final ChainView view;
    private final Accounts accounts;
    private final Overview overview;
    private final InstantSource clock;

    public NetworkResource(ChainView view, Accounts accounts, Overview overview, InstantSource clock) {
        this.view = view;
        this.accounts = accounts;
        this.overview = overview;
        this.clock = clock;
    }

    @GetMapping("/network")
    @Operation(summary = "The chain's tip and the pool's nodes")
    public Network network() {
        ChainStatus status = view.status();
        if (status == null) {
            throw new NotFoundException("No word from template-service yet.");
        }
        return new Network(
                status.chain(),
                status.serving(),
                status.reason(),
                status.tip().displayHex(),
                status.height(),
                HexFormat.of().toHexDigits(status.nbits()),
                // No template yet, no target yet: a node without peers gives none.
                status.nbits() == 0
                        ? "0"
                        : Work.ofTarget(Target.ofCompact(status.nbits())).toString(),
                overview.networkDifficulty(),
                overview.networkHashrate(),
                accounts.chain().blockIntervalSeconds(),
                Instant.ofEpochMilli(status.tipSinceMs()),
                status.templateAtMs() == 0 ? null : Instant.ofEpochMilli(status.templateAtMs()),
                status.templateAtMs() == 0 ? null : Math.max(0, (clock.millis() - status.templateAtMs()) / 1000),
                overview.lastPoolBlockAt().orElse(null),
                status.nodes().stream()
                        .map(node -> new Node(
                                node.name(),
                                node.chosen(),
                                node.healthy(),
                                node.problem(),
                                node.tip().displayHex(),
                                node.height(),
                                node.latencyMs(),
                                node.peers()))
                        .toList());
    }
}
