package thunderpool.topics;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import thunderpool.bitcoin.TxOutput;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Tag;
import thunderpool.work.Template;

/**
 * A template miners may work on. Its body is durable before this is written, and it stays on the log longer than any
 * share that refers to it.
 *
 * @param template everything a job needs
 * @param newTip whether it builds on another block than the one before it: earlier work is stale
 */
public record TemplatePublished(Template template, boolean newTip) {

    public static final Topic<TemplatePublished> TOPIC = Topic.ordered(
            "template-published",
            new TemplatePublishedCodec(),
            Principal.TEMPLATE,
            Set.of(Principal.GATEWAY, Principal.VALIDATOR, Principal.DASHBOARD),
            Retention.days(7),
            record -> record.template.chain().getBytes(StandardCharsets.UTF_8));

    private static final class TemplatePublishedCodec implements Codec<TemplatePublished> {
        @Override
        public int version() {
            return 1;
        }

        @Override
        public void write(TemplatePublished value, RecordWriter out) {
            Template template = value.template;
            out.text(template.chain());
            out.int32(template.id());
            out.int32(template.height());
            out.hash(template.previous());
            out.int32(template.version());
            out.int32(template.nbits());
            out.int32(template.minTime());
            out.int32(template.curTime());
            out.sats(template.coinbaseValue());
            out.list(template.requiredOutputs(), TemplatePublishedCodec::writeOutput);
            out.int32(template.lockTime());
            out.bytes(template.tag().bytes());
            out.list(template.merkleBranch(), (hash, to) -> to.hash(hash));
            out.list(template.plans(), TemplatePublishedCodec::writePlan);
            out.flag(value.newTip);
        }

        @Override
        public TemplatePublished read(int version, RecordReader in) {
            Template template = new Template(
                    in.text(),
                    in.int32(),
                    in.int32(),
                    in.hash(),
                    in.int32(),
                    in.int32(),
                    in.int32(),
                    in.int32(),
                    in.sats(),
                    in.list(TemplatePublishedCodec::readOutput),
                    in.int32(),
                    Tag.of(in.bytes()),
                    in.list(RecordReader::hash),
                    in.list(TemplatePublishedCodec::readPlan));
            return new TemplatePublished(template, in.flag());
        }

        private static void writeOutput(TxOutput output, RecordWriter out) {
            out.sats(output.value());
            out.script(output.script());
        }

        private static TxOutput readOutput(RecordReader in) {
            return new TxOutput(in.sats(), in.script());
        }

        private static void writePlan(CoinbasePlan plan, RecordWriter out) {
            out.uint8(plan.id());
            out.list(plan.fixed(), TemplatePublishedCodec::writeOutput);
            out.script(plan.remainder());
        }

        private static CoinbasePlan readPlan(RecordReader in) {
            return new CoinbasePlan(in.uint8(), in.list(TemplatePublishedCodec::readOutput), in.script());
        }
    }
}
