package thunderpool.dashboard.admin;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import thunderpool.dashboard.admin.Answer.Why;
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

    private final People people;
    private final Vault vault;

    public SignIn(People people, Vault vault) {
        this.people = people;
        this.vault = vault;
    }

    public Answer<Session> signIn(String typedName, String password, String code, Caller caller) {
        String name = Credentials.name(typedName);
        Answer<Session> locked = locked(name, caller);
        if (locked != null) {
            return locked;
        }
        Optional<AdminUserEntity> user = found(name);
        Optional<Boolean> matches = vault.hashes()
                .matches(password, user.map(AdminUserEntity::passwordHash).orElse(null));
        if (matches.isEmpty()) {
            return Answer.no(Why.BUSY, "Too many people sign in at the moment; please try again.");
        }
        boolean right = matches.get();
        return people.transactions().run(() -> {
            Optional<AdminUserEntity> row =
                    people.users().lock(name).filter(found -> found.enabled() && found.confirmed());
            boolean codeRight = codeIsRight(row.orElse(null), code, right);
            if (row.isEmpty() || !codeRight) {
                people.note(caller, "sign-in", row.isPresent() ? "as " + name : "as somebody unknown", Outcome.FAILED);
                return Answer.no(Why.WRONG, WRONG);
            }
            return Answer.done(welcome(row.get(), caller, "sign-in"));
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
        Answer<Session> locked = locked(person.name(), caller);
        if (locked != null) {
            return locked;
        }
        Optional<Boolean> matches = vault.hashes()
                .matches(
                        current,
                        found(person.name()).map(AdminUserEntity::passwordHash).orElse(null));
        Optional<String> hash = vault.hashes().hash(next);
        if (matches.isEmpty() || hash.isEmpty()) {
            return Answer.no(Why.BUSY, "Too many people sign in at the moment; please try again.");
        }
        boolean right = matches.get();
        return people.transactions().run(() -> {
            Optional<AdminUserEntity> row = people.users().lock(person.name());
            if (row.isEmpty() || !codeIsRight(row.get(), code, right)) {
                people.note(caller, "change-password", "", Outcome.FAILED);
                return Answer.no(Why.WRONG, WRONG);
            }
            row.get().password(hash.get());
            people.sessions().closeAll(person.name());
            return Answer.done(welcome(row.get(), caller, "change-password"));
        });
    }

    /** Inside the transaction that holds the row. */
    Session welcome(AdminUserEntity user, Caller caller, String action) {
        long nowMs = people.clock().millis();
        user.signedIn(nowMs);
        people.users().saveAndFlush(user);
        people.lockouts().right(user.name(), NetworkAddress.network(caller.address()));
        String session = people.sessions().open(user.name(), caller.address(), nowMs);
        people.note(new Caller(user.person(), caller.address()), action, "", Outcome.DONE);
        return new Session(session, user.person());
    }

    /** A code is used up only by a sign-in that succeeds, and then for good. */
    boolean codeIsRight(@Nullable AdminUserEntity user, String code, boolean passwordRight) {
        byte[] secret = user == null ? new byte[Totp.SECRET_BYTES] : vault.box().open(user.name(), user.sealedSecret());
        OptionalLong step = Totp.step(secret, code, people.clock().millis(), user == null ? 0 : user.lastStep());
        if (user == null || step.isEmpty() || !passwordRight) {
            return false;
        }
        user.used(step.getAsLong());
        return true;
    }

    /** Counts the try; the answer when the door is locked. */
    @Nullable
    <T> Answer<T> locked(String name, Caller caller) {
        long nowMs = people.clock().millis();
        OptionalLong ofAddress =
                people.lockouts().begin(Lockout.Rule.ADDRESS, NetworkAddress.network(caller.address()), nowMs);
        if (ofAddress.isPresent()) {
            return new Answer.No<>(
                    Why.ADDRESS_LOCKED, "Too many wrong tries from your address.", ofAddress.getAsLong());
        }
        OptionalLong ofUser = people.lockouts().begin(Lockout.Rule.USER, name, nowMs);
        return ofUser.isPresent()
                ? new Answer.No<>(Why.USER_LOCKED, "Too many wrong tries for this name.", ofUser.getAsLong())
                : null;
    }

    private Optional<AdminUserEntity> found(String name) {
        return people.users().findById(name);
    }
}
