package thunderpool.dashboard.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/** What every answer carries against being misused in a browser, and what no request may exceed. */
public final class HttpGuard implements Filter {

    /** A body is a signed message; with its JSON around it stays far below this. */
    private static final long BODY_MAX = 16 * 1024;

    private static final String CONTENT_SECURITY = "Content-Security-Policy";

    private static final String OWN_ONLY =
            "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    /** Swagger's page sets styles inline and draws its icons from data URLs. */
    private static final String SWAGGER = OWN_ONLY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");

    /** What a page of figures never needs. */
    private static final String PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
            + "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    private static final String HALF_A_YEAR = "max-age=15768000";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
            // Decoded, as resources are found; the one servlet is at the root.
            String path = http.getServletPath();
            secure(answer);
            if (path.startsWith("/swagger-ui")) {
                answer.setHeader(CONTENT_SECURITY, SWAGGER);
            }
            if (http.isSecure()) {
                answer.setHeader("Strict-Transport-Security", HALF_A_YEAR);
            }
            if (path.startsWith("/api/")) {
                answer.setHeader(HttpHeaders.CACHE_CONTROL, isAdmin(path) ? "no-store" : "no-cache");
            }
            String parameters = http.getQueryString();
            if (parameters != null && parameters.contains("%00")) {
                refuse(answer, HttpStatus.BAD_REQUEST, "A parameter holds the character NUL, which is no text.");
                return;
            }
            if (!http.getMethod().equals("GET") && bodyTooLong(http)) {
                refuse(
                        answer,
                        HttpStatus.CONTENT_TOO_LARGE,
                        "A body needs a Content-Length of at most " + BODY_MAX + " bytes.");
                return;
            }
        }
        chain.doFilter(request, response);
    }

    static void secure(HttpServletResponse answer) {
        answer.setHeader(CONTENT_SECURITY, OWN_ONLY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        answer.setHeader("Permissions-Policy", PERMISSIONS);
    }

    private static void refuse(HttpServletResponse answer, HttpStatus status, String detail) throws IOException {
        answer.setStatus(status.value());
        answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        String problem = "{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value()
                + ",\"detail\":\"" + detail + "\"}";
        answer.getOutputStream().write(problem.getBytes(StandardCharsets.UTF_8));
    }

    /** What operators see stays in no cache, not even the browser's own. */
    private static boolean isAdmin(String path) {
        return path.startsWith("/api/admin/") || path.startsWith("/api/v1/admin/");
    }

    /** Also when its length is not told beforehand. */
    private static boolean bodyTooLong(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > BODY_MAX || (length < 0 && request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null);
    }
}
