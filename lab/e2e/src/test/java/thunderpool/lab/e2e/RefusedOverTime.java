package thunderpool.lab.e2e;

import java.util.Map;

/**
 * What miners were refused while something went on, beside what they were told true and how many new tips made their work
 * stale: so that a roll can be held against a time in which nothing happened.
 *
 * @param refused shares by the words they were refused with; only what came at all
 * @param accepted shares told true
 * @param tips blocks by which the chain grew
 */
record RefusedOverTime(Map<String, Integer> refused, int accepted, int tips) {

    static RefusedOverTime of(Scene scene, Runnable meanwhile) {
        Map<String, Integer> refused = scene.refusals().now();
        int accepted = scene.guarantee().accepted();
        int height = scene.cluster().rpc().height();
        meanwhile.run();
        return new RefusedOverTime(
                scene.refusals().since(refused),
                scene.guarantee().accepted() - accepted,
                scene.cluster().rpc().height() - height);
    }

    @Override
    public String toString() {
        return accepted + " told true, refused " + refused + ", " + tips + " new tips";
    }
}
