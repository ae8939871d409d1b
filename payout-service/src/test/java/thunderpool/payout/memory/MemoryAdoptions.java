package thunderpool.payout.memory;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Adopted;
import thunderpool.payout.port.AdoptionBook;

/** What was adopted, in memory. */
final class MemoryAdoptions implements AdoptionBook {

    private record Key(Hash256 txid, Script account) {}

    private final Map<Key, Adopted> payments = new LinkedHashMap<>();
    private @Nullable Watch watch;

    MemoryAdoptions copy() {
        MemoryAdoptions copy = new MemoryAdoptions();
        copy.payments.putAll(payments);
        copy.watch = watch;
        return copy;
    }

    @Override
    public Optional<Watch> watch() {
        return Optional.ofNullable(watch);
    }

    @Override
    public void save(Watch changed) {
        watch = changed;
    }

    @Override
    public Set<Hash256> known(Set<Hash256> txids) {
        return payments.values().stream()
                .map(Adopted::txid)
                .filter(txids::contains)
                .collect(Collectors.toSet());
    }

    @Override
    public List<Adopted> inState(Adopted.State state) {
        return payments.values().stream()
                .filter(payment -> payment.state() == state)
                .toList();
    }

    @Override
    public List<Adopted> ofTransaction(Hash256 txid) {
        return payments.values().stream()
                .filter(payment -> payment.txid().equals(txid))
                .toList();
    }

    @Override
    public List<Adopted> ofAccount(Script account) {
        return payments.values().stream()
                .filter(payment -> payment.account().equals(account))
                .toList();
    }

    @Override
    public Optional<Adopted> ofOrder(Hash256 orderId) {
        return payments.values().stream()
                .filter(payment -> payment.order().filter(orderId::equals).isPresent())
                .reduce((earlier, later) -> later);
    }

    @Override
    public void save(Collection<Adopted> changed) {
        changed.forEach(payment -> payments.put(new Key(payment.txid(), payment.account()), payment));
    }
}
