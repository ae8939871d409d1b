package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Target;
import thunderpool.bitcoin.TxOutput;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.ChainView;
import thunderpool.topics.ChainStatus;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Template;
import thunderpool.work.Work;

/** The chain as the pool sees it, and the work it gives out: a miner can check where it is paid. */
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
            Instant tipSince,
            Instant templateAt,
            List<Node> nodes) {}

    /** One node. */
    public record Node(
            String name, boolean chosen, boolean healthy, String problem, int height, int latencyMs, int peers) {}

    /** The live template. */
    public record CurrentJob(
            String template,
            int height,
            String previous,
            String version,
            String nbits,
            String ntime,
            String coinb1,
            String coinb2,
            List<String> merkleBranch,
            long coinbaseValueSat,
            List<Output> outputs) {}

    /** An output of the coinbase. */
    public record Output(long valueSat, String script, String address) {}

    private final ChainView view;
    private final Accounts accounts;

    public NetworkResource(ChainView view, Accounts accounts) {
        this.view = view;
        this.accounts = accounts;
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
                Instant.ofEpochMilli(status.tipSinceMs()),
                Instant.ofEpochMilli(status.templateAtMs()),
                status.nodes().stream()
                        .map(node -> new Node(
                                node.name(),
                                node.chosen(),
                                node.healthy(),
                                node.problem(),
                                node.height(),
                                node.latencyMs(),
                                node.peers()))
                        .toList());
    }

    @GetMapping("/jobs/current")
    @Operation(summary = "The live work: coinbase parts (at difficulty 1), outputs and merkle branch")
    public CurrentJob current() {
        Template template = view.template();
        if (template == null) {
            throw new NotFoundException("No template has been published yet.");
        }
        JobId id = new JobId(template.id(), template.plans().getFirst().id(), Difficulty.ONE);
        Job job = Job.of(template, id, accounts.chain().difficultyOne());
        HexFormat hex = HexFormat.of();
        return new CurrentJob(
                Integer.toUnsignedString(template.id()),
                template.height(),
                template.previous().displayHex(),
                hex.toHexDigits(template.version()),
                hex.toHexDigits(template.nbits()),
                hex.toHexDigits(template.curTime()),
                hex.formatHex(job.coinbasePrefix()),
                hex.formatHex(job.coinbaseSuffix()),
                template.merkleBranch().stream()
                        .map(Hash256::wire)
                        .map(hex::formatHex)
                        .toList(),
                template.coinbaseValue().value(),
                template.plans().getFirst().outputs(template).stream()
                        .map(this::output)
                        .toList());
    }

    private Output output(TxOutput output) {
        return new Output(
                output.value().value(),
                output.script().hex(),
                accounts.text(output.script().bytes()));
    }
}
