package thunderpool.dashboard.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The port is open to everybody, so metrics and the parts of health are shown only to who is near: this machine and
 * private networks, and nobody for whom a proxy speaks. To all others there is no such path; that the service lives and
 * is ready they may know, as load balancers elsewhere ask for it.
 */
public final class ActuatorGate extends OncePerRequestFilter {

    private static final Set<String> OPEN = Set.of("/actuator/health/liveness", "/actuator/health/readiness");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (OPEN.contains(request.getServletPath()) || ClientAddress.isNear(request)) {
            chain.doFilter(request, response);
            return;
        }
        ErrorAnswer nothing = ErrorAnswer.of(HttpStatus.NOT_FOUND.value(), request.getServletPath());
        response.setStatus(nothing.status());
        response.setContentType(nothing.contentType());
        response.getOutputStream().write(nothing.body());
    }
}
