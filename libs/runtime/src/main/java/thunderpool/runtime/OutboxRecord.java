package thunderpool.runtime;

/** A record on its way from a schema to the log, already in its final bytes. The arrays are shared, not copied. */
public final class OutboxRecord {
    private final long id;
    private final String topic;
    private final int partition;
    private final byte[] key;
    private final byte[] bytes;

    OutboxRecord(long id, String topic, int partition, byte[] key, byte[] bytes) {
        this.id = id;
        this.topic = topic;
        this.partition = partition;
        this.key = key;
        this.bytes = bytes;
    }

    /** Order of publication. */
    public long id() {
        return id;
    }

    public String topic() {
        return topic;
    }

    public int partition() {
        return partition;
    }

    /** Empty when the topic has no keys. */
    public byte[] key() {
        return key;
    }

    /** The encoded record. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return "OutboxRecord " + id + " for " + topic + "-" + partition;
    }
}
