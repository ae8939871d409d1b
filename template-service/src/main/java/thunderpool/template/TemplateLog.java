package thunderpool.template;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Set;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.LogIdentity;
import thunderpool.runtime.Outbox;
import thunderpool.topics.BlockChanged;
import thunderpool.topics.BlockChanged.State;
import thunderpool.work.Tag;
import thunderpool.work.Template;

/**
 * What this service does about a log that was lost. The new one is told every block's newest state: what the old one had of
 * them may not have been read. And work on the new log must never be work of the old one, whose shares nobody can look up
 * any more: incarnations of gateways, and so extranonces, begin again with the log, so the coinbase's tag carries the log's number.
 */
final class TemplateLog {

    private final LogIdentity log;
    private final Chain chain;
    private final CandidateStore candidates;
    private final Outbox outbox;
    private final InstantSource clock;

    TemplateLog(LogIdentity log, Chain chain, CandidateStore candidates, Outbox outbox, InstantSource clock) {
        this.log = log;
        this.chain = chain;
        this.candidates = candidates;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Whether it is the log this database knows; until then nothing is told, templates least of all. */
    boolean isOurs() {
        return log.isOurs(this::begin);
    }

    private void begin(Set<String> topics) {
        for (Candidate candidate : candidates.told(chain.name())) {
            outbox.append(BlockChanged.TOPIC, candidate.event(confirmations(candidate), clock.millis()));
        }
    }

    /** As its state says at least; who knows the state already reads none of it. */
    private int confirmations(Candidate candidate) {
        return switch (candidate.state().orElseThrow()) {
            case State.FOUND -> 1;
            case State.MATURED -> chain.coinbaseMaturity();
            case State.ORPHANED, State.REJECTED -> 0;
        };
    }

    /** The configured tag, with the log's number behind it from the second log on. */
    Tag tag(String configured) {
        return tag(configured, log.number());
    }

    static Tag tag(String configured, int number) {
        if (number == 0) {
            return Tag.ofText(configured);
        }
        byte[] mark = ("#" + number).getBytes(StandardCharsets.UTF_8);
        byte[] text = configured.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(text.length, Template.TAG_MAX - mark.length);
        byte[] whole = Arrays.copyOf(text, kept + mark.length);
        System.arraycopy(mark, 0, whole, kept, mark.length);
        return Tag.of(whole);
    }
}
