package thunderpool.gateway.job;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import thunderpool.bitcoin.Hash256;
import thunderpool.stratum.PoolCodec;
import thunderpool.stratum.ServerMessage;
import thunderpool.stratum.WireHash;
import thunderpool.work.Job;
import thunderpool.work.Template;

/**
 * A job and the lines that tell it, rendered once for all sessions that get it. The arrays are shared: nobody writes
 * into them.
 */
public final class NotifyJob {
    private final Job job;
    private final byte[] line;
    private final byte[] cleanLine;

    NotifyJob(Job job) {
        this.job = job;
        PoolCodec codec = new PoolCodec();
        this.line = codec.encode(message(job, false));
        this.cleanLine = codec.encode(message(job, true));
    }

    public Job job() {
        return job;
    }

    /** @param clean whether the miner must drop all earlier work */
    public byte[] line(boolean clean) {
        return clean ? cleanLine : line;
    }

    private static ServerMessage.Notify message(Job job, boolean clean) {
        Template template = job.template();
        List<String> branch = new ArrayList<>();
        for (Hash256 step : template.merkleBranch()) {
            branch.add(HexFormat.of().formatHex(step.wire()));
        }
        return new ServerMessage.Notify(
                job.id().text(),
                WireHash.ofInternal(template.previous().wire()),
                HexFormat.of().formatHex(job.coinbasePrefix()),
                HexFormat.of().formatHex(job.coinbaseSuffix()),
                branch,
                template.version(),
                template.nbits(),
                template.curTime(),
                clean);
    }
}
