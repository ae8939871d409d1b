package thunderpool.dashboard.admin.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import thunderpool.bitcoin.Hash256;

/**
 * Binds each row to the one before: SHA-256 over the hash before, the row's number and time (8 bytes each, big-endian), and
 * its texts, each behind its length (4 bytes, big-endian) in UTF-8.
 */
final class AuditChain {

    /** Before the first row. */
    static final Hash256 START = Hash256.ZERO;

    private AuditChain() {}

    static Hash256 hash(Hash256 before, long id, long atMs, Act act) {
        return hash(
                before,
                id,
                atMs,
                List.of(
                        act.user(),
                        act.role(),
                        act.address(),
                        act.action(),
                        act.detail(),
                        act.outcome().name()));
    }

    /** @param texts as they are stored, whether they mean anything or not */
    static Hash256 hash(Hash256 before, long id, long atMs, List<String> texts) {
        MessageDigest digest = sha256();
        digest.update(before.wire());
        digest.update(ByteBuffer.allocate(16).putLong(id).putLong(atMs).array());
        texts.forEach(text -> add(digest, text));
        return Hash256.ofWire(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK lacks SHA-256", missing);
        }
    }
}
