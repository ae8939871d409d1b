package thunderpool.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser does with the admin pages: cookies, the CSRF header, and an authenticator app beside it. */
final class Browser {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final AdminPool pool;
    private final String address;
    final Map<String, String> cookies = new HashMap<>();

    /** @param address network address it comes from, as the proxy before the pool tells */
    Browser(AdminPool pool, String address) {
        this.pool = pool;
        this.address = address;
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null);
    }

    /** With the token that the session answer has set. */
    HttpResponse<String> post(String path, String json) {
        return send("POST", path, json);
    }

    HttpResponse<String> send(String method, String path, @Nullable String json) {
        if (json != null && !cookies.containsKey("XSRF-TOKEN")) {
            get("/api/admin/session");
        }
        return sendAsIs(method, path, json, json == null ? "" : cookies.getOrDefault("XSRF-TOKEN", ""));
    }

    HttpResponse<String> sendAsIs(String method, String path, @Nullable String json, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(pool.at(path))
                .header("X-Forwarded-For", address)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
        if (!token.isEmpty()) {
            request.header("X-XSRF-TOKEN", token);
        }
        if (!cookies.isEmpty()) {
            StringBuilder header = new StringBuilder();
            cookies.forEach((name, value) -> header.append(header.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            request.header("Cookie", header.toString());
        }
        try {
            HttpResponse<String> reply = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            reply.headers().allValues("Set-Cookie").forEach(this::keep);
            return reply;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty() || cookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    HttpResponse<String> login(String user, String password, String totp) {
        return post("/api/admin/login", json("user", user, "password", password, "totp", totp));
    }

    static String json(String... namesAndValues) {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return JSON.writeValueAsString(fields);
    }

    static JsonNode read(HttpResponse<String> reply) {
        return JSON.readTree(reply.body());
    }

    static List<String> setCookies(HttpResponse<String> reply) {
        return reply.headers().allValues("Set-Cookie");
    }

    /** The code an authenticator app shows now (RFC 6238). */
    static String totp(String base32Secret) {
        byte[] secret = new byte[base32Secret.length() * 5 / 8];
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < base32Secret.length(); i++) {
            bits = bits.shiftLeft(5).add(BigInteger.valueOf(BASE32.indexOf(base32Secret.charAt(i))));
        }
        byte[] bytes = bits.toByteArray();
        System.arraycopy(
                bytes,
                Math.max(0, bytes.length - secret.length),
                secret,
                Math.max(0, secret.length - bytes.length),
                Math.min(bytes.length, secret.length));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            long step = AdminPool.NOW.get().getEpochSecond() / 30;
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int at = hash[19] & 15;
            int number = ((hash[at] & 127) << 24)
                    | ((hash[at + 1] & 255) << 16)
                    | ((hash[at + 2] & 255) << 8)
                    | (hash[at + 3] & 255);
            return String.format("%06d", number % 1_000_000);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
