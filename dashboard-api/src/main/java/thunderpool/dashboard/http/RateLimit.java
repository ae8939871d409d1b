package thunderpool.dashboard.http;

import io.micrometer.core.instrument.Counter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps one client from taking the API from all others: who asks too fast is told when to come back. The live stream has
 * its own bound. Which paths are the API's is the registration's to say: the server matches them decoded.
 */
public final class RateLimit extends OncePerRequestFilter {

    private static final String STREAM = "/api/stream";

    private final TokenBuckets buckets;
    private final ClientAddress clients;
    private final InstantSource clock;
    private final Counter refused;

    RateLimit(TokenBuckets buckets, ClientAddress clients, InstantSource clock, Counter refused) {
        this.buckets = buckets;
        this.clients = clients;
        this.clock = clock;
        this.refused = refused;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().equals(STREAM);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String client = clients.counted(request);
        int seconds = client == null ? 0 : buckets.take(client, clock.millis());
        if (seconds == 0) {
            chain.doFilter(request, response);
            return;
        }
        refused.increment();
        response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        // Also to pages of other sites, which would else be told of a network failure.
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        String problem = "{\"type\":\"about:blank\",\"title\":\"Too Many Requests\",\"status\":429,\"detail\":"
                + "\"Too many requests from your address; please come back in " + seconds
                + " s. Live figures come for free at /api/stream.\"}";
        response.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
    }
}
