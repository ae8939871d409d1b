package thunderpool.stratum;

import java.util.List;
import thunderpool.stratum.ServerMessage.Answered;
import thunderpool.stratum.ServerMessage.Call;
import thunderpool.stratum.ServerMessage.Configured;
import thunderpool.stratum.ServerMessage.Notify;
import thunderpool.stratum.ServerMessage.Pong;
import thunderpool.stratum.ServerMessage.Reconnect;
import thunderpool.stratum.ServerMessage.Refused;
import thunderpool.stratum.ServerMessage.SetDifficulty;
import thunderpool.stratum.ServerMessage.SetExtranonce;
import thunderpool.stratum.ServerMessage.SetVersionMask;
import thunderpool.stratum.ServerMessage.ShowMessage;
import thunderpool.stratum.ServerMessage.Subscribed;
import thunderpool.stratum.ServerMessage.Unreadable;

/**
 * Writes what the pool says. Every reply has id, result and error, null included: rental markets and some firmware
 * drop a pool that leaves out a null error.
 */
final class ReplyWriter {
    private static final int INT_DIGITS = 8;

    private final LineWriter out = new LineWriter();

    byte[] line(ServerMessage message) {
        switch (message) {
            case Answered it -> reply(it.id(), it.value() ? "true" : "false");
            case Pong it -> reply(it.id(), "\"pong\"");
            case Refused it -> refused(it);
            case Configured it -> configured(it);
            case Subscribed it -> subscribed(it);
            case SetDifficulty it -> setDifficulty(it);
            case Notify it -> notify(it);
            case SetExtranonce it -> setExtranonce(it);
            case SetVersionMask it ->
                call("mining.set_version_mask")
                        .quotedHex(it.mask() & 0xffffffffL, INT_DIGITS)
                        .ascii("]}");
            case Reconnect it -> reconnect(it);
            case ShowMessage it -> call("client.show_message").quoted(it.text()).ascii("]}");
            case Call it ->
                out.ascii("{\"id\":")
                        .ascii(it.id().token())
                        .ascii(",\"method\":")
                        .quoted(it.method())
                        .ascii(",\"params\":[]}");
            case Unreadable it -> throw new IllegalArgumentException("the pool never says: " + it.reason());
        }
        return out.ascii("\n").take();
    }

    private void reply(RequestId id, String result) {
        out.ascii("{\"id\":")
                .ascii(id.token())
                .ascii(",\"result\":")
                .ascii(result)
                .ascii(",\"error\":null}");
    }

    private void refused(Refused it) {
        out.ascii("{\"id\":").ascii(it.id().token()).ascii(",\"result\":null,\"error\":[");
        out.ascii(Integer.toString(it.error().code()))
                .ascii(",")
                .quoted(it.text())
                .ascii(",null]}");
    }

    private void configured(Configured it) {
        out.ascii("{\"id\":").ascii(it.id().token()).ascii(",\"result\":{");
        List<String> extensions = it.extensions().stream().distinct().toList();
        for (int i = 0; i < extensions.size(); i++) {
            out.ascii(i == 0 ? "" : ",").quoted(extensions.get(i)).ascii(":");
            extension(it, extensions.get(i));
        }
        out.ascii("},\"error\":null}");
    }

    private void extension(Configured it, String extension) {
        switch (extension) {
            case "version-rolling" -> {
                out.ascii(it.versionMask() == 0 ? "false" : "true");
                if (it.versionMask() != 0) {
                    out.ascii(",\"version-rolling.mask\":").quotedHex(it.versionMask() & 0xffffffffL, INT_DIGITS);
                }
            }
            case "minimum-difficulty" -> out.ascii(it.minimumDifficulty() ? "true" : "false");
            case "subscribe-extranonce", "info" -> out.ascii("true");
            default -> out.ascii("false");
        }
    }

    private void subscribed(Subscribed it) {
        out.ascii("{\"id\":").ascii(it.id().token()).ascii(",\"result\":[[[\"mining.set_difficulty\",");
        out.quoted(it.sessionId())
                .ascii("],[\"mining.notify\",")
                .quoted(it.sessionId())
                .ascii("]],");
        out.quoted(it.extranonce1()).ascii(",").ascii(Integer.toString(it.extranonce2Bytes()));
        out.ascii("],\"error\":null}");
    }

    private LineWriter call(String method) {
        return out.ascii("{\"id\":null,\"method\":").quoted(method).ascii(",\"params\":[");
    }

    private void setDifficulty(SetDifficulty it) {
        // Integers as integers and no exponents: the plainest number every firmware's reader understands.
        call("mining.set_difficulty")
                .ascii(it.difficulty().stripTrailingZeros().toPlainString())
                .ascii("]}");
    }

    private void notify(Notify it) {
        call("mining.notify")
                .quoted(it.jobId())
                .ascii(",")
                .quoted(it.previousHash())
                .ascii(",");
        out.quoted(it.coinbase1()).ascii(",").quoted(it.coinbase2()).ascii(",[");
        for (int i = 0; i < it.merkleBranch().size(); i++) {
            out.ascii(i == 0 ? "" : ",").quoted(it.merkleBranch().get(i));
        }
        out.ascii("],").quotedHex(it.version() & 0xffffffffL, INT_DIGITS);
        out.ascii(",").quotedHex(it.nbits() & 0xffffffffL, INT_DIGITS);
        out.ascii(",").quotedHex(it.ntime() & 0xffffffffL, INT_DIGITS);
        out.ascii(it.clean() ? ",true]}" : ",false]}");
    }

    private void setExtranonce(SetExtranonce it) {
        call("mining.set_extranonce").quoted(it.extranonce1()).ascii(",");
        out.ascii(Integer.toString(it.extranonce2Bytes())).ascii("]}");
    }

    private void reconnect(Reconnect it) {
        call("client.reconnect");
        if (it.host() != null) {
            out.quoted(it.host()).ascii(",").ascii(Integer.toString(it.port())).ascii(",");
            out.ascii(Integer.toString(it.waitSeconds()));
        }
        out.ascii("]}");
    }
}
