package thunderpool.gateway.feed;

import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.bitcoin.TxOutput;
import thunderpool.gateway.job.Payees;
import thunderpool.gateway.session.GatewayMetrics;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.work.Template;

/** Lets templates in that pay the pool alone, and cries out at the others. */
public final class PayeeGuard implements Predicate<Template> {
    private static final Logger LOG = LoggerFactory.getLogger(PayeeGuard.class);

    private final Payees payees;
    private final GatewayMetrics metrics;

    public PayeeGuard(Payees payees, GatewayMetrics metrics) {
        this.payees = payees;
        this.metrics = metrics;
    }

    @Override
    public boolean test(Template template) {
        Optional<TxOutput> stranger = payees.stranger(template);
        stranger.ifPresent(output -> {
            metrics.templateRefused();
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.TEMPLATE_REFUSED)
                    .addKeyValue(LogKey.HEIGHT, template.height())
                    .log(
                            "template {} pays {} satoshi to script {}, which gateway.pays-to does not name: refused, nobody works on it",
                            template.id(),
                            output.value().value(),
                            output.script());
        });
        return stranger.isEmpty();
    }
}
