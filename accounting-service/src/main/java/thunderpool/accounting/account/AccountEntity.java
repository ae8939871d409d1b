package thunderpool.accounting.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Script;

/** A row of accounts, as people read and edit it by key. */
@Entity
@Table(name = "accounts")
public class AccountEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private @Nullable Long id;

    @Column(nullable = false, updatable = false)
    private String chain = "";

    @Column(nullable = false, updatable = false)
    private byte[] script = {};

    @Column(name = "scheme_tag", nullable = false, updatable = false)
    private String schemeTag = "";

    @Column(nullable = false)
    private boolean held;

    /** Two people who edit at once: the second one's edit fails instead of undoing the first's. */
    @Version
    @Column(nullable = false)
    private long version;

    @Column(name = "created_at_ms", nullable = false, updatable = false)
    private long createdAtMs;

    /** For JPA, which fills the fields of rows it reads. */
    protected AccountEntity() {}

    void hold(boolean hold) {
        held = hold;
    }

    Account toAccount() {
        return new Account(new Script(script), schemeTag, held, version);
    }
}
