package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.TxOutput;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.ChainView;
import thunderpool.work.Extranonce;
import thunderpool.work.Job;
import thunderpool.work.JobId;
import thunderpool.work.Template;

/** The work the pool gives out: a miner can check what it works on and where it is paid. */
@RestController
@RequestMapping("/api")
@Tag(name = "Network")
public final class JobsResource {

    /** Script of the witness commitment: OP_RETURN, 36 bytes, and these four (BIP 141). */
    private static final String WITNESS_COMMITMENT = "6a24aa21a9ed";

    /**
     * The live template. The coinbase without witness is {@code coinb1}, 12 bytes of extranonce, {@code coinb2}; hashed
     * twice by SHA-256 and folded with each step of the branch (the step on the right) it gives the header's merkle root.
     */
    public record CurrentJob(
            String template,
            int height,
            String previous,
            String version,
            String nbits,
            String ntime,
            String coinb1,
            int extranonceBytes,
            String coinb2,
            String tag,
            List<String> merkleBranch,
            long coinbaseValueSat,
            long subsidySat,
            @Nullable Long totalFeesSat,
            List<Output> outputs) {}

    /** An output of the coinbase. */
    public record Output(
            long valueSat, String script, @Nullable String address, String purpose) {}

    private final ChainView view;
    private final Accounts accounts;

    public JobsResource(ChainView view, Accounts accounts) {
        this.view = view;
        this.accounts = accounts;
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
        Sats subsidy = accounts.chain().subsidy(template.height());
        return new CurrentJob(
                Integer.toUnsignedString(template.id()),
                template.height(),
                template.previous().displayHex(),
                hex.toHexDigits(template.version()),
                hex.toHexDigits(template.nbits()),
                hex.toHexDigits(template.curTime()),
                hex.formatHex(job.coinbasePrefix()),
                Extranonce.BYTES,
                hex.formatHex(job.coinbaseSuffix()),
                new String(template.tag().bytes(), StandardCharsets.UTF_8),
                template.merkleBranch().stream()
                        .map(Hash256::wire)
                        .map(hex::formatHex)
                        .toList(),
                template.coinbaseValue().value(),
                subsidy.value(),
                template.coinbaseValue().isLessThan(subsidy)
                        ? null
                        : template.coinbaseValue().minus(subsidy).value(),
                template.plans().getFirst().outputs(template).stream()
                        .map(this::output)
                        .toList());
    }

    private Output output(TxOutput output) {
        String script = output.script().hex();
        boolean commitment = script.startsWith(WITNESS_COMMITMENT);
        String text = accounts.text(output.script().bytes());
        return new Output(
                output.value().value(),
                script,
                text.equals(script) ? null : text,
                commitment ? "WITNESS_COMMITMENT" : output.value().isZero() ? "REQUIRED" : "REWARD");
    }
}
