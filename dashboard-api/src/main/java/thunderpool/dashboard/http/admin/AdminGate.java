package thunderpool.dashboard.http.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import thunderpool.dashboard.admin.AuditLog;
import thunderpool.dashboard.admin.Caller;
import thunderpool.dashboard.admin.Role;
import thunderpool.dashboard.admin.audit.Outcome;

/**
 * Who may ask for which path under {@code /api/admin}; what is not listed is refused to everybody.
 *
 * <p>Only these paths have a filter chain. The public ones have no session that a foreign page could ride on: their one POST,
 * a miner's change of schedule, is allowed by the signature in its body and not by anything a browser adds, so it needs no
 * CSRF token. The headers of every answer are HttpGuard's.
 */
final class AdminGate {

    static final String PATHS = "/api/admin/**";
    private static final String PATHS_V1 = "/api/v1/admin/**";

    /** Read with {@code permitAll}: they are how people become known. */
    private static final String[] OPEN = {"session", "login", "logout", "setup", "setup/confirm"};

    private final AuditLog audit;

    AdminGate(AuditLog audit) {
        this.audit = audit;
    }

    SecurityFilterChain chain(HttpSecurity http, SessionFilter sessions) {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.path("/").sameSite("Strict"));
        return http.securityMatcher(PATHS, PATHS_V1)
                .csrf(csrf -> csrf.spa().csrfTokenRepository(tokens))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .addFilterBefore(sessions, CsrfFilter.class)
                .authorizeHttpRequests(AdminGate::rules)
                .exceptionHandling(refused -> refused.authenticationEntryPoint((request, response, stranger) ->
                                problem(response, HttpStatus.UNAUTHORIZED, "Please sign in."))
                        .accessDeniedHandler(refusal()))
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry rules) {
        for (String path : OPEN) {
            rules.requestMatchers(both(path)).permitAll();
        }
        rules.requestMatchers(HttpMethod.POST, both("password"))
                .hasAuthority(SessionFilter.SIGNED_IN)
                .requestMatchers(both("users/**"))
                .hasAuthority(Role.OWNER.name())
                // Which kinds each role may send is CommandRules' to say.
                .requestMatchers(HttpMethod.POST, both("commands"))
                .hasAuthority(Role.OPERATOR.name())
                .requestMatchers(HttpMethod.GET, PATHS, PATHS_V1)
                .hasAuthority(Role.VIEWER.name())
                .anyRequest()
                .denyAll();
    }

    private static String[] both(String path) {
        return new String[] {"/api/admin/" + path, "/api/v1/admin/" + path};
    }

    private AccessDeniedHandler refusal() {
        return (request, response, denied) -> {
            Caller caller = Callers.of(request);
            boolean forged = denied instanceof CsrfException;
            if (caller.person() != null) {
                audit.add(caller, asked(request), forged ? "without its CSRF token" : "not allowed", Outcome.REFUSED);
            }
            problem(
                    response,
                    HttpStatus.FORBIDDEN,
                    forged
                            ? "This request lacks the token of your page (header X-XSRF-TOKEN); load the page again."
                            : "Your role does not allow this.");
        };
    }

    private static String asked(HttpServletRequest request) {
        return request.getMethod() + " " + request.getRequestURI();
    }

    private static void problem(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter()
                .write("{\"title\":\"" + status.getReasonPhrase() + "\",\"status\":" + status.value() + ",\"detail\":\""
                        + detail + "\"}");
    }
}
