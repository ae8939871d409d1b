package thunderpool.dashboard.http.admin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import thunderpool.dashboard.admin.Person;
import thunderpool.dashboard.admin.PgSessions;
import thunderpool.dashboard.admin.Role;

/** Says who asks, by the session's cookie. Each role has the authorities of the roles below it. */
final class SessionFilter extends OncePerRequestFilter {

    /** Of everybody who is signed in, even with a password that must be changed first. */
    static final String SIGNED_IN = "SIGNED_IN";

    private final PgSessions sessions;
    private final InstantSource clock;
    private final boolean open;

    /** @param open whether there is a key for second factors; sessions from when there was one count for nothing */
    SessionFilter(PgSessions sessions, InstantSource clock, boolean open) {
        this.sessions = sessions;
        this.clock = clock;
        this.open = open;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Person> person =
                open ? SessionCookie.read(request).flatMap(id -> sessions.find(id, clock.millis())) : Optional.empty();
        if (person.isPresent()) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(
                    UsernamePasswordAuthenticationToken.authenticated(person.get(), null, authorities(person.get())));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private static List<GrantedAuthority> authorities(Person person) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        authorities.add(new SimpleGrantedAuthority(SIGNED_IN));
        if (!person.passwordChangeNeeded()) {
            for (Role role : Role.values()) {
                if (person.role().includes(role)) {
                    authorities.add(new SimpleGrantedAuthority(role.name()));
                }
            }
        }
        return authorities;
    }
}
