package thunderpool.stratum;

import java.util.HexFormat;
import java.util.List;
import thunderpool.stratum.ClientMessage.Answer;
import thunderpool.stratum.ClientMessage.Authorize;
import thunderpool.stratum.ClientMessage.Capabilities;
import thunderpool.stratum.ClientMessage.Configure;
import thunderpool.stratum.ClientMessage.ExtranonceSubscribe;
import thunderpool.stratum.ClientMessage.GetTransactions;
import thunderpool.stratum.ClientMessage.Malformed;
import thunderpool.stratum.ClientMessage.MultiVersion;
import thunderpool.stratum.ClientMessage.Ping;
import thunderpool.stratum.ClientMessage.Submit;
import thunderpool.stratum.ClientMessage.Subscribe;
import thunderpool.stratum.ClientMessage.SuggestDifficulty;
import thunderpool.stratum.ClientMessage.SuggestTarget;
import thunderpool.stratum.ClientMessage.Unknown;

/** Writes what a miner says. */
final class RequestWriter {
    private final LineWriter out = new LineWriter();

    byte[] line(ClientMessage message) {
        switch (message) {
            case Submit it -> submit(it);
            case Subscribe it -> subscribe(it);
            case Authorize it -> {
                call(it.id(), "mining.authorize").quoted(it.user()).ascii(",").quoted(it.password());
                end();
            }
            case Configure it -> configure(it);
            case SuggestDifficulty it -> {
                String number = it.difficulty().stripTrailingZeros().toPlainString();
                call(it.id(), "mining.suggest_difficulty").ascii(number);
                end();
            }
            case SuggestTarget it -> {
                call(it.id(), "mining.suggest_target")
                        .quoted("0"
                                        .repeat(Math.max(
                                                0, 64 - it.target().toString(16).length()))
                                + it.target().toString(16));
                end();
            }
            case ExtranonceSubscribe it -> bare(it.id(), "mining.extranonce.subscribe");
            case Ping it -> bare(it.id(), "mining.ping");
            case GetTransactions it -> bare(it.id(), "mining.get_transactions");
            case MultiVersion it -> bare(it.id(), "mining.multi_version");
            case Capabilities it -> bare(it.id(), "mining.capabilities");
            case Unknown it -> bare(it.id(), it.method());
            case Answer it ->
                out.ascii("{\"id\":").ascii(it.id().token()).ascii(",\"result\":\"pong\",\"error\":null}");
            case Malformed it -> throw new IllegalArgumentException("no miner says: " + it.reason());
        }
        return out.ascii("\n").take();
    }

    private LineWriter call(RequestId id, String method) {
        return out.ascii("{\"id\":")
                .ascii(id.token())
                .ascii(",\"method\":")
                .quoted(method)
                .ascii(",\"params\":[");
    }

    private void end() {
        out.ascii("]}");
    }

    private void bare(RequestId id, String method) {
        call(id, method);
        end();
    }

    private void submit(Submit it) {
        call(it.id(), "mining.submit")
                .quoted(it.user())
                .ascii(",")
                .quoted(it.jobId())
                .ascii(",");
        out.quotedHex(it.extranonce2(), 2 * it.extranonce2Bytes()).ascii(",");
        out.quotedHex(it.ntime() & 0xffffffffL, 8).ascii(",").quotedHex(it.nonce() & 0xffffffffL, 8);
        if (it.versionBits() != null) {
            out.ascii(",").quotedHex(it.versionBits() & 0xffffffffL, 8);
        }
        end();
    }

    private void subscribe(Subscribe it) {
        call(it.id(), "mining.subscribe");
        if (!it.userAgent().isEmpty() || it.sessionId() != null) {
            out.quoted(it.userAgent());
        }
        if (it.sessionId() != null) {
            out.ascii(",").quoted(it.sessionId());
        }
        end();
    }

    private void configure(Configure it) {
        call(it.id(), "mining.configure").ascii("[");
        List<String> extensions = it.extensions();
        for (int i = 0; i < extensions.size(); i++) {
            out.ascii(i == 0 ? "" : ",").quoted(extensions.get(i));
        }
        out.ascii("],{");
        String between = "";
        if (extensions.contains("version-rolling")) {
            out.quoted("version-rolling.mask").ascii(":").quoted(HexFormat.of().toHexDigits(it.versionMask()));
            between = ",";
        }
        if (it.minimumDifficulty() != null) {
            String number = it.minimumDifficulty().stripTrailingZeros().toPlainString();
            out.ascii(between).quoted("minimum-difficulty.value").ascii(":").ascii(number);
        }
        out.ascii("}");
        end();
    }
}
