package thunderpool.dashboard.admin;

import java.util.List;
import java.util.Optional;
import thunderpool.dashboard.admin.Answer.Why;
import thunderpool.dashboard.admin.PgLockouts.Knock;
import thunderpool.dashboard.admin.PgLockouts.Subject;
import thunderpool.dashboard.admin.SignIn.Session;
import thunderpool.dashboard.admin.Vault.Factor;
import thunderpool.dashboard.admin.audit.Outcome;

/**
 * Makes the first admin, an owner: with a code from the service's log, then with the first code of the new second factor,
 * which shows that the authenticator app has it. Once there is an admin this is over for good.
 */
public final class SetUp {

    private static final String OVER = "The pool has an admin already; sign in, or ask an owner for an account.";

    private final People people;
    private final Vault vault;
    private final PgSetupCodes codes;
    private final SignIn signIn;
    private final SetupCodeFile file;

    public SetUp(People people, Vault vault, PgSetupCodes codes, SignIn signIn, SetupCodeFile file) {
        this.people = people;
        this.vault = vault;
        this.codes = codes;
        this.signIn = signIn;
        this.file = file;
    }

    public boolean isNeeded() {
        return !people.users().existsByConfirmedTrue();
    }

    /** At each start: a new code for the log while there is no admin; the instance's one before is void. */
    public Optional<String> code(String instance) {
        if (!isNeeded()) {
            file.delete();
            return Optional.empty();
        }
        String code = codes.renew(instance, people.clock().millis());
        file.write(code);
        return Optional.of(code);
    }

    /** First step: name and password against the code. May be done again until the second step is done. */
    public Answer<Factor> begin(String code, String typedName, String password, Caller caller) {
        String name = Credentials.name(typedName);
        Optional<String> problem =
                Credentials.problemOfName(name).or(() -> Credentials.problemOfPassword(name, password));
        if (problem.isPresent()) {
            return Answer.no(Why.INVALID, problem.get());
        }
        if (!isNeeded()) {
            return Answer.no(Why.CONFLICT, OVER);
        }
        Subject address = Subject.address(NetworkAddress.network(caller.address()));
        return switch (people.lockouts().begin(List.of(address), people.clock().millis())) {
            case Knock.Locked locked -> SignIn.refused(locked);
            case Knock.Counted counted -> begin(new Chosen(code, name, password), caller, counted);
        };
    }

    private record Chosen(String code, String name, String password) {}

    private Answer<Factor> begin(Chosen chosen, Caller caller, Knock.Counted counted) {
        String name = chosen.name;
        if (!codes.holds(chosen.code)) {
            people.note(caller, "set-up", "with a wrong code", Outcome.FAILED);
            return Answer.no(
                    Why.WRONG, "This is not the code. Each start of the dashboard writes a new one to its log.");
        }
        people.lockouts().right(counted);
        Optional<String> hash = vault.hashes().hash(chosen.password);
        if (hash.isEmpty()) {
            return Answer.no(Why.BUSY, "Too many people sign in at the moment; please try again.");
        }
        byte[] secret = vault.freshSecret();
        return people.transactions().run(() -> {
            people.users().deleteAll(people.users().findByConfirmedFalse());
            people.users().flush();
            AdminUserEntity owner =
                    new AdminUserEntity(name, Role.OWNER, people.clock().millis());
            owner.credentials(hash.get(), vault.box().seal(name, secret), false);
            people.users().saveAndFlush(owner);
            people.note(caller, "set-up", "begun for " + name, Outcome.DONE);
            return Answer.done(vault.factor(name, secret));
        });
    }

    /** Second step: the first code of the authenticator app. */
    public Answer<Session> confirm(String typedName, String password, String code, Caller caller) {
        String name = Credentials.name(typedName);
        if (!isNeeded()) {
            return Answer.no(Why.CONFLICT, OVER);
        }
        return switch (signIn.knock(name, caller)) {
            case Knock.Locked locked -> SignIn.refused(locked);
            case Knock.Counted counted -> confirm(new Chosen(code, name, password), caller, counted);
        };
    }

    private Answer<Session> confirm(Chosen chosen, Caller caller, Knock.Counted counted) {
        String name = chosen.name;
        Optional<AdminUserEntity> user = Credentials.problemOfName(name).isPresent()
                ? Optional.empty()
                : people.users().findById(name);
        Optional<Boolean> matches = vault.hashes()
                .matches(
                        chosen.password, user.map(AdminUserEntity::passwordHash).orElse(null));
        if (matches.isEmpty()) {
            return signIn.busy(counted);
        }
        boolean right = matches.get();
        return people.transactions().run(() -> {
            Optional<AdminUserEntity> row =
                    user.flatMap(found -> people.users().lock(name)).filter(found -> isNeeded());
            boolean codeRight = signIn.codeIsRight(row.orElse(null), chosen.code, right);
            if (row.isEmpty() || !codeRight) {
                people.note(caller, "set-up", "not confirmed", Outcome.FAILED);
                return Answer.no(Why.WRONG, "Password or code is wrong; a code is good once, for half a minute.");
            }
            row.get().confirm();
            codes.voidAll();
            file.delete();
            return Answer.done(signIn.welcome(row.get(), caller, "set-up", counted));
        });
    }
}
