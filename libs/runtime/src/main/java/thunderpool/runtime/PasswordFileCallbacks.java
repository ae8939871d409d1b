package thunderpool.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;

/**
 * Reads the broker password from its file each time a connection is proven, so that a rotated secret takes effect with the
 * next connection and no service is restarted for it. Open connections stay proven. Kafka makes it by its name.
 */
public final class PasswordFileCallbacks implements AuthenticateCallbackHandler {
    static final String USER = "username";
    static final String FILE = "passwordFile";

    private String user = "";
    private Path file = Path.of("");

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> logins) {
        Map<String, ?> options = logins.getFirst().getOptions();
        user = String.valueOf(options.get(USER));
        file = Path.of(String.valueOf(options.get(FILE)));
    }

    /** @throws IOException when the file cannot be read or is empty: the connection fails and is tried again */
    @Override
    public void handle(Callback[] callbacks) throws IOException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback password) {
                password.setPassword(PasswordFile.read(file).toCharArray());
            }
            // SCRAM also asks for extensions; there are none.
        }
    }

    @Override
    public void close() {}
}
