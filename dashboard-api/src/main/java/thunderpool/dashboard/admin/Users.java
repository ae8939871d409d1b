package thunderpool.dashboard.admin;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.dashboard.admin.Answer.Why;
import thunderpool.dashboard.admin.Vault.Factor;
import thunderpool.dashboard.admin.audit.Outcome;

/** Who may come in: what owners do with users. A change of role, password or right ends the user's sessions. */
public final class Users {

    /** For the new user, by another road than the pool's pages; the password must be changed at the first sign-in. */
    public record Welcome(String temporaryPassword, String otpauthUrl, String secret) {}

    private static final String NO_SUCH = "There is no such user.";

    private final People people;
    private final Vault vault;

    public Users(People people, Vault vault) {
        this.people = people;
        this.vault = vault;
    }

    public List<AdminUserEntity.Row> list() {
        return people.users().findByConfirmedTrueOrderByName().stream()
                .map(AdminUserEntity::row)
                .toList();
    }

    public Answer<Welcome> create(String typedName, Role role, Caller caller) {
        String name = Credentials.name(typedName);
        Optional<String> problem = Credentials.problemOfName(name);
        if (problem.isPresent()) {
            return Answer.no(Why.INVALID, problem.get());
        }
        return withFreshPassword(fresh -> {
            if (people.users().lock(name).isPresent()) {
                return Answer.no(Why.CONFLICT, "There is a user of this name.");
            }
            people.note(caller, "create-user", name + " as " + role, Outcome.DONE);
            return Answer.done(
                    equip(new AdminUserEntity(name, role, people.clock().millis()), fresh));
        });
    }

    /** New password and second factor, for one who lost them; who is shut out stays so. */
    public Answer<Welcome> reset(String typedName, Caller caller) {
        String name = Credentials.name(typedName);
        return withFreshPassword(fresh -> {
            Optional<AdminUserEntity> user = people.users().lock(name).filter(AdminUserEntity::confirmed);
            if (user.isEmpty()) {
                return Answer.no(Why.UNKNOWN, NO_SUCH);
            }
            people.note(caller, "reset-user", name, Outcome.DONE);
            return Answer.done(equip(user.get(), fresh));
        });
    }

    /**
     * The way back in for who has access to the machine: makes this user an owner with a new password and second factor,
     * whether it existed or not.
     */
    public Answer<Welcome> recover(String typedName, Caller caller) {
        String name = Credentials.name(typedName);
        Optional<String> problem = Credentials.problemOfName(name);
        if (problem.isPresent()) {
            return Answer.no(Why.INVALID, problem.get());
        }
        return withFreshPassword(fresh -> {
            AdminUserEntity user = people.users()
                    .lock(name)
                    .orElseGet(() ->
                            new AdminUserEntity(name, Role.OWNER, people.clock().millis()));
            user.role(Role.OWNER);
            user.enable(true);
            people.note(caller, "recover-owner", name, Outcome.DONE);
            return Answer.done(equip(user, fresh));
        });
    }

    /**
     * @param role null when it stays
     * @param enabled null when it stays
     */
    public Answer<AdminUserEntity.Row> change(
            String typedName, @Nullable Role role, @Nullable Boolean enabled, Caller caller) {
        String name = Credentials.name(typedName);
        return people.transactions().run(() -> {
            List<AdminUserEntity> owners = people.users().lockOwners();
            Optional<AdminUserEntity> user = people.users().lock(name).filter(AdminUserEntity::confirmed);
            if (user.isEmpty()) {
                return Answer.no(Why.UNKNOWN, NO_SUCH);
            }
            boolean noOwnerAnyMore = (role != null && role != Role.OWNER) || Boolean.FALSE.equals(enabled);
            if (noOwnerAnyMore && owners.size() == 1 && owners.getFirst().name().equals(name)) {
                people.note(caller, "change-user", name + ": the last owner", Outcome.REFUSED);
                return Answer.no(Why.CONFLICT, "This is the last owner: make another one first.");
            }
            if (role != null) {
                user.get().role(role);
            }
            if (enabled != null) {
                user.get().enable(enabled);
            }
            people.users().saveAndFlush(user.get());
            people.sessions().closeAll(name);
            people.note(caller, "change-user", name + described(role, enabled), Outcome.DONE);
            return Answer.done(user.get().row());
        });
    }

    /**
     * Seals second factors under the newest key that were sealed under one before it, which will be gone one day; those
     * that no key opens stay as they are. Safe beside sign-ins and other instances.
     *
     * @return how many were sealed anew
     */
    public int sealAnew() {
        int done = 0;
        for (AdminUserEntity user : people.users().findAll()) {
            if (isUnderAnEarlierKey(user)) {
                done += people.transactions().run(() -> people.users()
                        .lock(user.name())
                        .filter(this::isUnderAnEarlierKey)
                        .map(this::sealAnew)
                        .orElse(0));
            }
        }
        return done;
    }

    private boolean isUnderAnEarlierKey(AdminUserEntity user) {
        byte[] sealed = user.sealedSecret();
        if (vault.box().isUnderTheNewest(user.name(), sealed)) {
            return false;
        }
        try {
            return vault.box().open(user.name(), sealed).length > 0;
        } catch (IllegalStateException underNoneOfThem) {
            return false;
        }
    }

    private int sealAnew(AdminUserEntity user) {
        byte[] secret = vault.box().open(user.name(), user.sealedSecret());
        user.sealedAnew(vault.box().seal(user.name(), secret));
        people.users().saveAndFlush(user);
        return 1;
    }

    private static String described(@Nullable Role role, @Nullable Boolean enabled) {
        String text = role == null ? "" : ", role " + role;
        return enabled == null ? text : text + (enabled ? ", enabled" : ", disabled");
    }

    private record Fresh(String password, String hash) {}

    private interface Use {
        Answer<Welcome> of(Fresh fresh);
    }

    /** Hashed before the transaction: hashing takes longer than any lock should be held. */
    private Answer<Welcome> withFreshPassword(Use use) {
        String password = vault.freshPassword();
        Optional<String> hash = vault.hashes().hash(password);
        return hash.isEmpty()
                ? Answer.no(Why.BUSY, "Too many people sign in at the moment; please try again.")
                : people.transactions().run(() -> use.of(new Fresh(password, hash.get())));
    }

    private Welcome equip(AdminUserEntity user, Fresh fresh) {
        byte[] secret = vault.freshSecret();
        user.credentials(fresh.hash, vault.box().seal(user.name(), secret), true);
        user.confirm();
        people.users().saveAndFlush(user);
        people.sessions().closeAll(user.name());
        people.lockouts().forget(user.name());
        Factor factor = vault.factor(user.name(), secret);
        return new Welcome(fresh.password, factor.otpauthUrl(), factor.secret());
    }
}
