package thunderpool.gateway.job;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.bitcoin.TxOutput;
import thunderpool.work.CoinbasePlan;
import thunderpool.work.Template;

/**
 * Whom blocks may pay. Who takes over a template-service can write templates, and could have the whole pool hash for an
 * address of his own; a gateway that was told the pool's addresses hands out no such work.
 *
 * @param scripts of the pool; empty when the operator named none, then everybody may be paid
 */
public record Payees(Set<Script> scripts) {

    public Payees {
        scripts = Set.copyOf(scripts);
    }

    /** @throws IllegalArgumentException for a text that is no address of the chain */
    public static Payees of(List<String> addresses, Chain chain) {
        return new Payees(
                addresses.stream().map(address -> script(address, chain)).collect(Collectors.toSet()));
    }

    private static Script script(String address, Chain chain) {
        try {
            return Address.parse(address, chain).script();
        } catch (AddressException e) {
            throw new IllegalArgumentException("gateway.pays-to has " + address + ": " + e.getMessage(), e);
        }
    }

    /** What the template would pay to somebody else, in any of its plans; outputs of nothing, such as commitments, pay nobody. */
    public Optional<TxOutput> stranger(Template template) {
        if (scripts.isEmpty()) {
            return Optional.empty();
        }
        return template.plans().stream()
                .flatMap(plan -> payments(plan, template))
                .filter(output -> !scripts.contains(output.script()))
                .findFirst();
    }

    private static Stream<TxOutput> payments(CoinbasePlan plan, Template template) {
        return plan.outputs(template).stream().filter(output -> output.value().compareTo(Sats.ZERO) > 0);
    }
}
