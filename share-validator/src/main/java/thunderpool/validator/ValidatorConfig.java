package thunderpool.validator;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.bitcoin.Chain;
import thunderpool.runtime.KafkaAccess;

/**
 * Everything an operator may set for a validator.
 *
 * @param chain name of the chain whose shares are judged
 * @param instance name of this process among the validators; unique at a time, and the same after a restart
 * @param kafka the broker
 * @param templateWaitMs how long a batch waits for a template it refers to before it is undone and tried again
 */
@ConfigurationProperties("validator")
public record ValidatorConfig(
        @DefaultValue("bitcoin-main") String chain,
        @DefaultValue("validator-1") String instance,
        @DefaultValue KafkaAccess kafka,
        @DefaultValue("2000") long templateWaitMs) {

    public ValidatorConfig {
        Chain.byName(chain);
        if (instance.isBlank()) {
            throw new IllegalArgumentException("validator.instance must not be empty");
        }
        // Half of what a transaction may last, so that waiting never makes the broker abort it.
        if (templateWaitMs < 0 || templateWaitMs > 5_000) {
            throw new IllegalArgumentException("validator.template-wait-ms must be 0..5000, not " + templateWaitMs);
        }
    }
}
