package thunderpool.runtime.log;

/**
 * Names of what a line of the log is about, for {@code LOG.atInfo().addKeyValue(LogKey.BLOCK, id)}. One thing has one name in
 * every service, so that one search for a block or an order shows its whole way. Values are those that people see elsewhere:
 * hashes as explorers show them, amounts in satoshi. None is ever a secret.
 *
 * <p>Dots nest in JSON, so no name may be the beginning of another.
 */
public final class LogKey {
    /** What happened: a {@link LogEvent}, or {@code payout-} and one of payout-service's own. */
    public static final String EVENT = "event.action";

    /** Why, in words. */
    public static final String REASON = "event.reason";

    /** The operator who wanted it. */
    public static final String USER = "user.name";

    /** A block's id, as explorers show it. */
    public static final String BLOCK = "thunderpool.block";

    /** A block's height. */
    public static final String HEIGHT = "thunderpool.height";

    /** The job a solved block came of: template, plan and difficulty in 12 hex digits, as miners see it. */
    public static final String JOB = "thunderpool.job";

    /** The session that found a block: its extranonce1 in 8 hex digits. */
    public static final String EXTRANONCE1 = "thunderpool.extranonce1";

    /** An account: its script in hex. */
    public static final String ACCOUNT = "thunderpool.account";

    /** {@code PPLNS} or {@code SOLO}. */
    public static final String REWARD_SYSTEM = "thunderpool.reward_system";

    /** A payment's order as the API shows it (its bytes in their order, {@code wireHex}), or several that one transaction pays. */
    public static final String ORDER = "thunderpool.order";

    /** A transaction's id, as explorers show it. */
    public static final String TRANSACTION = "thunderpool.transaction";

    /** An amount in satoshi. */
    public static final String AMOUNT = "thunderpool.amount_sat";

    /** An epoch's number. */
    public static final String EPOCH = "thunderpool.epoch";

    /** A node by its configured name. */
    public static final String NODE = "thunderpool.node";

    /** What a node said to a block. */
    public static final String OUTCOME = "thunderpool.outcome";

    /** A lease by its name. */
    public static final String LEASE = "thunderpool.lease";

    /** The number of a lease's term; it grows with every change of hands. */
    public static final String TERM = "thunderpool.term";

    /** An operator's command by its id, as the API shows it ({@code wireHex}). */
    public static final String COMMAND = "thunderpool.command";

    /** What kind of command, such as {@code set-fee}. */
    public static final String KIND = "thunderpool.kind";

    /** A row of the audit log. */
    public static final String AUDIT = "thunderpool.audit";

    /** What kind of alarm. */
    public static final String ALARM = "thunderpool.alarm";

    /** Who is shut out: {@code remote:ADDRESS}, {@code account:SCRIPT} or {@code pair:ADDRESS:SCRIPT}. */
    public static final String SUBJECT = "thunderpool.subject";

    /** A stratum port by its configured name. */
    public static final String PORT = "thunderpool.port";

    /** A gateway's incarnation, the upper half of every extranonce1 it gives. */
    public static final String INCARNATION = "thunderpool.incarnation";

    /** How many connections. */
    public static final String CONNECTIONS = "thunderpool.connections";

    /** A topic's name. */
    public static final String TOPIC = "thunderpool.topic";

    /** A partition's number. */
    public static final String PARTITION = "thunderpool.partition";

    private LogKey() {}
}
