package thunderpool.dashboard.admin;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import thunderpool.dashboard.admin.Answer.Why;
import thunderpool.dashboard.admin.PgLockouts.Knock;
import thunderpool.dashboard.admin.PgLockouts.Subject;
import thunderpool.dashboard.admin.audit.Outcome;

/**
 * Lets people in: name, password and second factor, all three at once. Whatever is wrong, the answer is the same and takes
 * the same work, so that it does not tell who exists.
 */
public final class SignIn {

    private static final String WRONG = "Name, password or code is wrong. A code is good once, for half a minute.";

    /**
     * Signed in.
     *
     * @param session its id, for the person alone
     */
    public record Session(String session, Person person) {}

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    /** The acts after which somebody is signed in. */
    private static final List<String> ENTERING = List.of("sign-in", "set-up", "change-password");

    private final People people;
    private final Vault vault;

    public SignIn(People people, Vault vault) {
        this.people = people;
        this.vault = vault;
    }

    public Answer<Session> signIn(String typedName, String password, String code, Caller caller) {
        String name = Credentials.name(typedName);
        return switch (knock(name, caller)) {
            case Knock.Locked locked -> refused(locked);
            case Knock.Counted counted -> signIn(name, password, code, caller, counted);
        };
    }

    private Answer<Session> signIn(String name, String password, String code, Caller caller, Knock.Counted counted) {
        Optional<AdminUserEntity> user = found(name);
        Optional<Boolean> matches = vault.hashes()
                .matches(password, user.map(AdminUserEntity::passwordHash).orElse(null));
        if (matches.isEmpty()) {
            return busy(counted);
        }
        boolean right = matches.get();
        return people.transactions().run(() -> {
            Optional<AdminUserEntity> row = user.flatMap(found -> people.users().lock(name))
                    .filter(found -> found.enabled() && found.confirmed());
            boolean codeRight = codeIsRight(row.orElse(null), code, right);
            if (row.isEmpty() || !codeRight) {
                people.note(caller, "sign-in", row.isPresent() ? "as " + name : "as somebody unknown", Outcome.FAILED);
                return Answer.no(Why.WRONG, WRONG);
            }
            return Answer.done(welcome(row.get(), caller, "sign-in", counted));
        });
    }

    /** Ends the session; an id that is no session is no error. */
    public void signOut(String session, Caller caller) {
        people.sessions().close(session);
        if (caller.person() != null) {
            people.note(caller, "sign-out", "", Outcome.DONE);
        }
    }

    /** A new password for somebody who is signed in. All other sessions end, and this one gets a new id. */
    public Answer<Session> changePassword(Person person, String current, String next, String code, Caller caller) {
        Optional<String> problem = Credentials.problemOfPassword(person.name(), next);
        if (problem.isPresent()) {
            return Answer.no(Why.INVALID, problem.get());
        }
        if (next.equals(current)) {
            return Answer.no(Why.INVALID, "The new password is the old one.");
        }
        return switch (knock(person.name(), caller)) {
            case Knock.Locked locked -> refused(locked);
            case Knock.Counted counted -> changePassword(new Change(person, current, next, code), caller, counted);
        };
    }

    private record Change(Person person, String current, String next, String code) {}

    private Answer<Session> changePassword(Change change, Caller caller, Knock.Counted counted) {
        String name = change.person.name();
        Optional<Boolean> matches = vault.hashes()
                .matches(
                        change.current,
                        found(name).map(AdminUserEntity::passwordHash).orElse(null));
        Optional<String> hash = vault.hashes().hash(change.next);
        if (matches.isEmpty() || hash.isEmpty()) {
            return busy(counted);
        }
        boolean right = matches.get();
        return people.transactions().run(() -> {
            Optional<AdminUserEntity> row = people.users().lock(name);
            if (row.isEmpty() || !codeIsRight(row.get(), change.code, right)) {
                people.note(caller, "change-password", "", Outcome.FAILED);
                return Answer.no(Why.WRONG, WRONG);
            }
            row.get().password(hash.get());
            people.sessions().closeAll(name);
            return Answer.done(welcome(row.get(), caller, "change-password", counted));
        });
    }

    /** Inside the transaction that holds the row. */
    Session welcome(AdminUserEntity user, Caller caller, String action, Knock.Counted counted) {
        long nowMs = people.clock().millis();
        user.signedIn(nowMs);
        people.users().saveAndFlush(user);
        people.lockouts().right(counted);
        String session = people.sessions().open(user.name(), caller.address(), nowMs);
        people.note(new Caller(user.person(), caller.address()), action, "", Outcome.DONE);
        return new Session(session, user.person());
    }

    /** A code is used up only by a sign-in that succeeds, and then for good. */
    boolean codeIsRight(@Nullable AdminUserEntity user, String code, boolean passwordRight) {
        Optional<byte[]> secret = user == null ? Optional.empty() : secret(user);
        OptionalLong step = Totp.step(
                secret.orElse(new byte[Totp.SECRET_BYTES]),
                code,
                people.clock().millis(),
                user == null ? 0 : user.lastStep());
        if (user == null || secret.isEmpty() || step.isEmpty() || !passwordRight) {
            return false;
        }
        user.used(step.getAsLong());
        return true;
    }

    /** Empty under another key: strangers get the answer of a wrong code, or they would learn who exists. */
    private Optional<byte[]> secret(AdminUserEntity user) {
        try {
            return Optional.of(vault.box().open(user.name(), user.sealedSecret()));
        } catch (IllegalStateException otherKey) {
            LOG.warn("nobody can sign in as {}: {}", user.name(), otherKey.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Counts the try, unless the door is locked. Strangers must not shut somebody out where that one is known, so a name is
     * counted apart at each address it has signed in from; at all other addresses together, so that many of them guess no
     * more often than one.
     */
    Knock knock(String name, Caller caller) {
        String network = NetworkAddress.network(caller.address());
        return people.lockouts()
                .begin(
                        List.of(
                                Subject.address(network),
                                isKnown(name, network) ? Subject.userAt(name, network) : Subject.user(name)),
                        people.clock().millis());
    }

    private boolean isKnown(String name, String network) {
        return Credentials.problemOfName(name).isEmpty()
                && people.audit().addressesOf(name, ENTERING).stream()
                        .anyMatch(address -> NetworkAddress.network(address).equals(network));
    }

    static <T> Answer<T> refused(Knock.Locked locked) {
        return switch (locked.by()) {
            case ADDRESS ->
                new Answer.No<>(Why.ADDRESS_LOCKED, "Too many wrong tries from your address.", locked.seconds());
            case USER -> new Answer.No<>(Why.USER_LOCKED, "Too many wrong tries for this name.", locked.seconds());
        };
    }

    /** The password was not looked at, so that the try was not a wrong one. */
    <T> Answer<T> busy(Knock.Counted counted) {
        people.lockouts().giveBack(counted);
        return Answer.no(Why.BUSY, "Too many people sign in at the moment; please try again.");
    }

    /** What cannot be a name is nobody's, and need not be asked of the database, which refuses some characters. */
    private Optional<AdminUserEntity> found(String name) {
        return Credentials.problemOfName(name).isPresent()
                ? Optional.empty()
                : people.users().findById(name);
    }
}
