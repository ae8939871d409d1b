package thunderpool.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.topics.BlockChanged;

/** Both stores in memory, with a switch that takes the database away. */
final class MemoryStores implements TemplateStore, CandidateStore, PoolScript.Store {

    final Map<Integer, TemplateBody> bodies = new LinkedHashMap<>();
    final Map<Hash256, Candidate> candidates = new LinkedHashMap<>();
    final Set<Hash256> over = new HashSet<>();
    final Map<Hash256, Map<String, String>> outcomes = new LinkedHashMap<>();
    final List<BlockChanged> events = Collections.synchronizedList(new ArrayList<>());
    Optional<Script> poolScript = Optional.of(Recorded.POOL);
    volatile boolean away;

    /** The next question finds nobody, those after it are answered. */
    boolean awayOnce;

    /** What happens before any question is answered; a test may look around, or never come back. */
    Runnable beforeAnswer = () -> {};

    /** What happens before a block is kept. */
    Runnable beforeKeep = () -> {};

    private int lastId;

    private void beThere() {
        beforeAnswer.run();
        boolean awayNow = away || awayOnce;
        awayOnce = false;
        if (awayNow) {
            throw new StoreAway("memory", new IllegalStateException("switched off"));
        }
    }

    @Override
    public int nextId() {
        beThere();
        return ++lastId;
    }

    @Override
    public void put(TemplateBody body) {
        beThere();
        bodies.put(body.id(), body);
    }

    @Override
    public Optional<TemplateBody> body(int templateId) {
        beThere();
        return Optional.ofNullable(bodies.get(templateId));
    }

    @Override
    public Optional<Newest> newest() {
        beThere();
        return bodies.values().stream()
                .max((a, b) -> Integer.compareUnsigned(a.id(), b.id()))
                .map(body -> new Newest(body.id(), body.previous()));
    }

    @Override
    public void dropBelow(int height) {
        beThere();
        bodies.values().removeIf(body -> body.height() < height);
    }

    @Override
    public synchronized boolean keep(Candidate candidate) {
        beThere();
        beforeKeep.run();
        return candidates.putIfAbsent(candidate.blockId(), candidate) == null;
    }

    @Override
    public synchronized Optional<Candidate> find(Hash256 blockId) {
        beThere();
        return Optional.ofNullable(candidates.get(blockId));
    }

    @Override
    public synchronized List<Candidate> open(String chain) {
        beThere();
        return candidates.values().stream()
                .filter(candidate -> !over.contains(candidate.blockId()))
                .toList();
    }

    @Override
    public synchronized List<Candidate> told(String chain) {
        beThere();
        return candidates.values().stream()
                .filter(candidate -> candidate.version() > 0)
                .toList();
    }

    @Override
    public synchronized boolean advance(Candidate after, BlockChanged event, boolean isOver) {
        beThere();
        Candidate before = candidates.get(after.blockId());
        if (before == null || before.version() != after.version() - 1) {
            return false;
        }
        candidates.put(after.blockId(), after);
        events.add(event);
        if (isOver) {
            over.add(after.blockId());
        }
        return true;
    }

    @Override
    public synchronized void close(Hash256 blockId) {
        beThere();
        over.add(blockId);
    }

    @Override
    public synchronized void noteOutcome(Hash256 blockId, String node, String outcome, String reason) {
        beThere();
        outcomes.computeIfAbsent(blockId, any -> new LinkedHashMap<>()).put(node, outcome);
    }

    @Override
    public synchronized Map<String, String> outcomes(Hash256 blockId) {
        beThere();
        return Map.copyOf(outcomes.getOrDefault(blockId, Map.of()));
    }

    @Override
    public Optional<Script> load() {
        beThere();
        return poolScript;
    }

    @Override
    public Script keep(String address, Script script) {
        beThere();
        poolScript = poolScript.or(() -> Optional.of(script));
        return poolScript.orElseThrow();
    }
}
