package thunderpool.payout.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import thunderpool.payout.schedule.Scheme;

/** A row of payment_schemes. */
@Entity
@Table(name = "payment_schemes")
public class SchemeEntity {

    @Id
    @Column(name = "scheme_name")
    private String schemeName = "";

    @Column(name = "version", nullable = false)
    private long version;

    @Column(name = "block_interval", nullable = false)
    private int blockInterval;

    @Column(name = "time_interval", nullable = false)
    private int timeInterval;

    @Column(name = "description", nullable = false)
    private String description = "";

    /** For JPA, which fills the fields of rows it reads. */
    protected SchemeEntity() {}

    SchemeEntity(Scheme scheme) {
        this.schemeName = scheme.name();
        this.version = scheme.version();
        this.blockInterval = scheme.blockInterval();
        this.timeInterval = scheme.timeIntervalMinutes();
        this.description = scheme.description();
    }

    Scheme toScheme() {
        return new Scheme(schemeName, version, blockInterval, timeInterval, description);
    }
}
