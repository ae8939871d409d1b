package thunderpool.payout.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.OutPoint;
import thunderpool.bitcoin.Script;
import thunderpool.payout.order.Attempt;
import thunderpool.payout.order.Family;
import thunderpool.payout.port.FamilyBook;

/** Families in memory. */
final class MemoryFamilies implements FamilyBook {

    private final Map<Hash256, Family> families = new LinkedHashMap<>();
    private final Map<OutPoint, Hash256> inputs = new HashMap<>();
    private final Map<Hash256, Hash256> boundOrders = new HashMap<>();
    private final Set<Hash256> ruledOut = new HashSet<>();
    private @Nullable Script spareChange;

    MemoryFamilies copy() {
        MemoryFamilies copy = new MemoryFamilies();
        copy.families.putAll(families);
        copy.inputs.putAll(inputs);
        copy.boundOrders.putAll(boundOrders);
        copy.ruledOut.addAll(ruledOut);
        copy.spareChange = spareChange;
        return copy;
    }

    @Override
    public List<Family> open() {
        return families.values().stream()
                .filter(family -> family.state() == Family.State.OPEN)
                .toList();
    }

    @Override
    public Optional<Family> find(Hash256 id) {
        return Optional.ofNullable(families.get(id));
    }

    @Override
    public void insert(Family family) {
        for (OutPoint input : family.outPoints()) {
            if (inputs.putIfAbsent(input, family.id()) != null) {
                throw new IllegalStateException("input " + input + " belongs to another family");
            }
        }
        for (Hash256 order : family.orderIds()) {
            if (boundOrders.putIfAbsent(order, family.id()) != null) {
                throw new IllegalStateException("order " + order + " is bound to another family");
            }
        }
        if (families.putIfAbsent(family.id(), family) != null) {
            throw new IllegalStateException("family " + family.id() + " exists");
        }
    }

    @Override
    public void addAttempt(Hash256 familyId, Attempt attempt) {
        Family family = stored(familyId);
        boolean bound = attempt.orderIds().stream()
                .allMatch(order -> familyId.equals(boundOrders.getOrDefault(order, Hash256.ZERO)));
        if (family.state() != Family.State.OPEN || family.attempts().size() != attempt.number() || !bound) {
            throw new IllegalStateException("attempt " + attempt.number() + " does not fit family " + familyId);
        }
        List<Attempt> attempts = new ArrayList<>(family.attempts());
        attempts.add(attempt);
        put(family, family.state(), attempts);
    }

    @Override
    public void markAccepted(Hash256 txid) {
        for (Family family : List.copyOf(families.values())) {
            put(
                    family,
                    family.state(),
                    family.attempts().stream()
                            .map(attempt -> attempt.txid().equals(txid) ? accepted(attempt) : attempt)
                            .toList());
        }
    }

    private static Attempt accepted(Attempt attempt) {
        return new Attempt(
                attempt.txid(),
                attempt.number(),
                attempt.signed(),
                attempt.orderIds(),
                attempt.feeRate(),
                attempt.storedAtMs(),
                attempt.storedHeight(),
                true);
    }

    @Override
    public void close(Hash256 familyId, Hash256 winner) {
        Family family = stored(familyId);
        put(family, Family.State.CLOSED, family.attempts());
        family.attempts().stream()
                .map(Attempt::txid)
                .filter(txid -> !txid.equals(winner))
                .forEach(ruledOut::add);
    }

    @Override
    public void bury(Hash256 familyId) {
        Family family = stored(familyId);
        put(family, Family.State.DEAD, family.attempts());
        family.attempts().forEach(attempt -> ruledOut.add(attempt.txid()));
        inputs.values().removeIf(familyId::equals);
    }

    @Override
    public Set<Hash256> ruledOut(Set<Hash256> txids) {
        Set<Hash256> found = new HashSet<>(txids);
        found.retainAll(ruledOut);
        return found;
    }

    @Override
    public Set<Hash256> ours(Set<Hash256> txids) {
        return families.values().stream()
                .flatMap(family -> family.attempts().stream())
                .map(Attempt::txid)
                .filter(txids::contains)
                .collect(Collectors.toSet());
    }

    @Override
    public Set<OutPoint> reserved() {
        return Set.copyOf(inputs.keySet());
    }

    @Override
    public Optional<Script> spareChange() {
        return Optional.ofNullable(spareChange);
    }

    @Override
    public void keepSpareChange(Script script) {
        spareChange = script;
    }

    @Override
    public void dropSpareChange() {
        spareChange = null;
    }

    private Family stored(Hash256 id) {
        return find(id).orElseThrow(() -> new IllegalStateException("no family " + id));
    }

    private void put(Family family, Family.State state, List<Attempt> attempts) {
        families.put(family.id(), new Family(family.id(), state, family.inputs(), family.changeScript(), attempts));
    }
}
