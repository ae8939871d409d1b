package thunderpool.dashboard.http.admin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.dashboard.admin.Answer;
import thunderpool.dashboard.admin.Answer.Why;
import thunderpool.dashboard.admin.Caller;
import thunderpool.dashboard.admin.Person;
import thunderpool.dashboard.admin.Role;
import thunderpool.dashboard.admin.SetUp;
import thunderpool.dashboard.admin.SignIn;

/** Coming in and going out. */
@RestController
@RequestMapping("/api/admin")
@Tag(name = "Admin session")
public final class SessionResource {

    private static final String CLOSED =
            "The admin pages are closed: dashboard.admin.key is not set (see docs/admin.md).";

    /** Where the visitor stands. */
    public enum State {
        SETUP,
        SIGNED_OUT,
        SIGNED_IN
    }

    /** Who the visitor is. */
    public record Session(
            State state,
            @Nullable String user,
            @Nullable Role role,
            @Nullable Boolean passwordChangeNeeded) {}

    /** All three at once. */
    public record Login(
            @Nullable String user,
            @Nullable String password,
            @Nullable String totp) {}

    /** The code from the service's log, and what the first admin chose. */
    public record Setup(
            @Nullable String code,
            @Nullable String user,
            @Nullable String password) {}

    /** A change of password by its owner. */
    public record Password(
            @Nullable String current,
            @Nullable String next,
            @Nullable String totp) {}

    private final SignIn signIn;
    private final SetUp setUp;
    private final boolean open;

    /** @param open whether there is a key for second factors */
    public SessionResource(SignIn signIn, SetUp setUp, boolean open) {
        this.signIn = signIn;
        this.setUp = setUp;
        this.open = open;
    }

    @GetMapping("/session")
    @Operation(summary = "Who is signed in; sets the cookie XSRF-TOKEN that every other method's X-XSRF-TOKEN repeats")
    public Session session(HttpServletRequest request) {
        Person person = Callers.of(request).person();
        if (person != null) {
            return signedIn(person);
        }
        return new Session(open && setUp.isNeeded() ? State.SETUP : State.SIGNED_OUT, null, null, null);
    }

    @PostMapping("/setup")
    @Operation(summary = "Begins the first admin, with the code that the service's log shows")
    public ResponseEntity<Object> setup(@RequestBody Setup chosen, HttpServletRequest request) {
        String code = Text.required("code", chosen.code());
        String user = Text.required("user", chosen.user());
        String password = Text.required("password", chosen.password());
        return Answers.reply(
                open ? setUp.begin(code, user, password, Callers.of(request)) : Answer.no(Why.CLOSED, CLOSED),
                factor -> factor);
    }

    @PostMapping("/setup/confirm")
    @Operation(summary = "Makes the first admin, with the first code of its authenticator app")
    public ResponseEntity<Object> confirm(
            @RequestBody Login login, HttpServletRequest request, HttpServletResponse response) {
        String user = Text.required("user", login.user());
        String password = Text.required("password", login.password());
        String totp = Text.required("totp", login.totp());
        return enter(
                open ? setUp.confirm(user, password, totp, Callers.of(request)) : Answer.no(Why.CLOSED, CLOSED),
                request,
                response);
    }

    @PostMapping("/login")
    @Operation(summary = "Signs in with name, password and second factor")
    public ResponseEntity<Object> login(
            @RequestBody Login login, HttpServletRequest request, HttpServletResponse response) {
        String user = Text.required("user", login.user());
        String password = Text.required("password", login.password());
        String totp = Text.required("totp", login.totp());
        Caller stranger = new Caller(null, request.getRemoteAddr());
        return enter(
                open ? signIn.signIn(user, password, totp, stranger) : Answer.no(Why.CLOSED, CLOSED),
                request,
                response);
    }

    @PostMapping("/logout")
    @Operation(summary = "Ends the session")
    public Session logout(HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request).ifPresent(session -> signIn.signOut(session, Callers.of(request)));
        SessionCookie.clear(request, response);
        return new Session(State.SIGNED_OUT, null, null, null);
    }

    @PostMapping("/password")
    @Operation(summary = "Changes one's own password; all other sessions end")
    public ResponseEntity<Object> password(
            @RequestBody Password change, HttpServletRequest request, HttpServletResponse response) {
        String current = Text.required("current", change.current());
        String next = Text.required("next", change.next());
        String totp = Text.required("totp", change.totp());
        Caller caller = Callers.of(request);
        return enter(signIn.changePassword(Callers.person(request), current, next, totp, caller), request, response);
    }

    /** A session of before ends: whatever id the browser came with is never the one it leaves with. */
    private ResponseEntity<Object> enter(
            Answer<SignIn.Session> answer, HttpServletRequest request, HttpServletResponse response) {
        if (answer instanceof Answer.Done<SignIn.Session>(SignIn.Session entered)) {
            SessionCookie.read(request).ifPresent(before -> signIn.signOut(before, new Caller(null, "")));
            SessionCookie.set(request, response, entered.session());
        }
        return Answers.reply(answer, entered -> signedIn(entered.person()));
    }

    private static Session signedIn(Person person) {
        return new Session(State.SIGNED_IN, person.name(), person.role(), person.passwordChangeNeeded());
    }
}
