package thunderpool.dashboard.http.admin;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import thunderpool.dashboard.admin.Caller;
import thunderpool.dashboard.admin.Person;

/** Who asks, from the request and what {@link SessionFilter} found. */
final class Callers {

    private Callers() {}

    static Caller of(HttpServletRequest request) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        Person person =
                authentication != null && authentication.getPrincipal() instanceof Person signedIn ? signedIn : null;
        return new Caller(person, request.getRemoteAddr());
    }

    /** Where {@link AdminGate} lets only people who are signed in. */
    static Person person(HttpServletRequest request) {
        Person person = of(request).person();
        if (person == null) {
            throw new IllegalStateException("a stranger came through to " + request.getRequestURI());
        }
        return person;
    }
}
