package thunderpool.dashboard.admin;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of admin_users. */
@Entity
@Table(name = "admin_users")
public class AdminUserEntity {

    /** A user as owners see it. */
    public record Row(
            String user,
            Role role,
            boolean enabled,
            boolean passwordChangeNeeded,
            Instant createdAt,
            @Nullable Instant lastSignInAt) {}

    @Id
    @Column(nullable = false, updatable = false)
    private String name = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Role role = Role.VIEWER;

    @Column(name = "password_hash", nullable = false)
    private String passwordHash = "";

    @Column(name = "sealed_secret", nullable = false)
    private byte[] sealedSecret = {};

    @Column(name = "last_step", nullable = false)
    private long lastStep;

    @Column(nullable = false)
    private boolean enabled;

    @Column(nullable = false)
    private boolean confirmed;

    @Column(name = "password_change_needed", nullable = false)
    private boolean passwordChangeNeeded;

    @Column(name = "created_at_ms", nullable = false, updatable = false)
    private long createdAtMs;

    @Column(name = "last_sign_in_ms", nullable = false)
    private long lastSignInMs;

    /** Null until it is stored, which is how Spring Data knows a new row. */
    @Version
    @Column(nullable = false)
    private @Nullable Long version;

    /** For JPA, which fills the fields of rows it reads. */
    protected AdminUserEntity() {}

    AdminUserEntity(String name, Role role, long nowMs) {
        this.name = name;
        this.role = role;
        this.createdAtMs = nowMs;
    }

    /** New credentials; codes of the secret before are worth nothing any more. */
    void credentials(String hash, byte[] sealed, boolean changeNeeded) {
        passwordHash = hash;
        sealedSecret = sealed.clone();
        lastStep = 0;
        passwordChangeNeeded = changeNeeded;
    }

    /** The same secret, sealed anew. */
    void sealedAnew(byte[] sealed) {
        sealedSecret = sealed.clone();
    }

    void password(String hash) {
        passwordHash = hash;
        passwordChangeNeeded = false;
    }

    /** The first time this lets the user in; later it is for {@link #enable} to say. */
    void confirm() {
        enabled |= !confirmed;
        confirmed = true;
    }

    void role(Role next) {
        role = next;
    }

    void enable(boolean on) {
        enabled = on;
    }

    void used(long step) {
        lastStep = step;
    }

    void signedIn(long nowMs) {
        lastSignInMs = nowMs;
    }

    String name() {
        return name;
    }

    Role role() {
        return role;
    }

    String passwordHash() {
        return passwordHash;
    }

    byte[] sealedSecret() {
        return sealedSecret.clone();
    }

    long lastStep() {
        return lastStep;
    }

    boolean enabled() {
        return enabled;
    }

    boolean confirmed() {
        return confirmed;
    }

    Person person() {
        return new Person(name, role, passwordChangeNeeded);
    }

    Row row() {
        return new Row(
                name,
                role,
                enabled,
                passwordChangeNeeded,
                Instant.ofEpochMilli(createdAtMs),
                lastSignInMs == 0 ? null : Instant.ofEpochMilli(lastSignInMs));
    }
}
