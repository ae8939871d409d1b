package thunderpool.payout.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.payout.schedule.Schedule;

/** A row of account_schedules. */
@Entity
@Table(name = "account_schedules")
public class ScheduleEntity {

    @Id
    @Column(name = "account")
    private String account = "";

    @Column(name = "version", nullable = false)
    private long version;

    @Column(name = "scheme_name", nullable = false)
    private String schemeName = "";

    @Column(name = "minimum_sats", nullable = false)
    private long minimumSats;

    @Column(name = "held", nullable = false)
    private boolean held;

    @Column(name = "message_time", nullable = false)
    private long messageTime;

    @Column(name = "since_height", nullable = false)
    private int sinceHeight;

    @Column(name = "since_ms", nullable = false)
    private long sinceMs;

    /** For JPA, which fills the fields of rows it reads. */
    protected ScheduleEntity() {}

    ScheduleEntity(Schedule schedule) {
        this.account = schedule.account().hex();
        this.version = schedule.version();
        this.schemeName = schedule.schemeName();
        this.minimumSats = schedule.minimum().value();
        this.held = schedule.held();
        this.messageTime = schedule.messageTime();
        this.sinceHeight = schedule.sinceHeight();
        this.sinceMs = schedule.sinceMs();
    }

    Schedule toSchedule() {
        return new Schedule(
                Script.ofHex(account),
                version,
                schemeName,
                Sats.of(minimumSats),
                held,
                messageTime,
                sinceHeight,
                sinceMs);
    }
}
