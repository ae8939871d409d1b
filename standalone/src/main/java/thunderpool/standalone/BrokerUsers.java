package thunderpool.standalone;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import thunderpool.runtime.KafkaAccess;

/** Users that a newer version of the suite brings to a log that an older one has formatted. */
final class BrokerUsers {
    private static final int ITERATIONS = 4096;

    private BrokerUsers() {}

    /** Adds those the broker does not know; the others keep what they have. */
    static void addMissing(KafkaAccess admin, List<String> users, Passwords passwords)
            throws ExecutionException, InterruptedException {
        try (Admin client = Admin.create(admin.clientProperties())) {
            var known = client.describeUserScramCredentials().all().get();
            List<UserScramCredentialAlteration> missing = users.stream()
                    .filter(user -> !known.containsKey(user))
                    .map(user -> upsertion(user, passwords.of(user)))
                    .toList();
            if (!missing.isEmpty()) {
                client.alterUserScramCredentials(missing).all().get();
            }
        }
    }

    private static UserScramCredentialAlteration upsertion(String user, String password) {
        return new UserScramCredentialUpsertion(
                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS), password);
    }
}
