package thunderpool.accounting.window;

import java.util.Map;

/** How far each partition of share-judged has promised to add nothing more. */
public interface Seals {

    /** Before any slice: some partition has not sealed one yet. */
    long NOTHING = Long.MIN_VALUE;

    /** Seals by partition; a seal never moves back. */
    void seal(Map<Integer, Long> slices);

    /** The newest sealed slice by partition; a partition without any is absent. */
    Map<Integer, Long> sealed();

    /** The newest slice that every partition has sealed, or {@link #NOTHING}. */
    default long sealedThrough(int partitions) {
        Map<Integer, Long> sealed = sealed();
        long through = Long.MAX_VALUE;
        for (int partition = 0; partition < partitions; partition++) {
            through = Math.min(through, sealed.getOrDefault(partition, NOTHING));
        }
        return through;
    }
}
