package thunderpool.dashboard.http;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bucket of tokens per client: each request takes one, and they come back at a steady rate up to the burst. Bounded:
 * the client that asked longest ago is forgotten first, which can only be to its favour. Safe for use from any thread.
 */
final class TokenBuckets {

    private static final class Bucket {
        private double tokens;
        private long atMs;

        private Bucket(double tokens, long atMs) {
            this.tokens = tokens;
            this.atMs = atMs;
        }
    }

    private final int perSecond;
    private final int burst;
    private final int clientsMax;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);

    TokenBuckets(int perSecond, int burst, int clientsMax) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clientsMax = clientsMax;
    }

    /**
     * Takes a token.
     *
     * @param nowMs milliseconds since the Unix epoch; going back in time gives nothing
     * @return 0 when there was one, else the seconds until there will be
     */
    synchronized int take(String client, long nowMs) {
        Bucket bucket = buckets.computeIfAbsent(client, any -> new Bucket(burst, nowMs));
        double passed = Math.max(0, nowMs - bucket.atMs) / 1000.0;
        bucket.tokens = Math.min(burst, bucket.tokens + passed * perSecond);
        bucket.atMs = nowMs;
        forgetOldest();
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return 0;
        }
        return (int) Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
    }

    private void forgetOldest() {
        Iterator<String> oldest = buckets.keySet().iterator();
        while (buckets.size() > clientsMax && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }

    synchronized int clients() {
        return buckets.size();
    }
}
