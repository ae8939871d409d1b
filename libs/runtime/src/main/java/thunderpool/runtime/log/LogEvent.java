package thunderpool.runtime.log;

import java.util.Locale;

/**
 * What an operator cares for, one line of the log each, under {@link LogKey#EVENT}. docs/operations/logs.md says of each who
 * logs it, when, and with which keys; alerts and searches go by these names, words may change.
 */
public enum LogEvent {
    /** A miner's submission meets the network's target. */
    BLOCK_FOUND,
    /** A solved block of before the restart is sent once more. */
    BLOCK_SENT_AGAIN,
    /** One of the roads home did not take a solved block; the others go on. */
    BLOCK_ROAD_FAILED,
    /** template-service has a solved block, durable. */
    BLOCK_SOLVED,
    /** What was brought as a block is none. */
    BLOCK_REFUSED,
    /** A solved block cannot be stored or put together here, or not now. */
    BLOCK_NOT_READY,
    /** A node answered to a block, or did not. */
    BLOCK_SUBMITTED,
    /** It is in the active chain. */
    BLOCK_ACCEPTED,
    /** No node wants it. */
    BLOCK_REJECTED,
    /** Another block has its place. */
    BLOCK_ORPHANED,
    /** It is so deep that its reward may be spent. */
    BLOCK_MATURED,
    /** The ledger knows it. */
    BLOCK_BOOKED,
    /** Its reward is shared out. */
    BLOCK_SPLIT,
    /** Statements of a stretch of time are final. */
    EPOCH_CLOSED,
    /** Money for an order is set aside. */
    ORDER_RESERVED,
    /** The ledger gives nothing to an order. */
    ORDER_REFUSED,
    /** The ledger's books do not agree; payouts stop. */
    ALARM_RAISED,
    /** An operator's command was obeyed. */
    COMMAND_APPLIED,
    /** An operator's command was not obeyed. */
    COMMAND_REFUSED,
    /** Somebody did or tried something on the admin pages. */
    ADMIN_ACTED,
    /** The audit log's chain does not hold. */
    AUDIT_LOG_CHANGED,
    /** Templates come from another node, or from none. */
    NODE_CHOSEN,
    /** A template would pay others than the pool: no gateway that was told whom it may pay hands out work on it. */
    TEMPLATE_REFUSED,
    /** Why no template can be served, or that all is well again. */
    TEMPLATES_CHANGED,
    /** The chain has a new tip, and there is work on it. */
    TIP_CHANGED,
    /** Too few nodes agree on the tip with the most work, and work goes on behind it. */
    TIP_DISPUTED,
    /** The broker's log is not the one that a database was folded from. */
    LOG_REFUSED,
    /** A database begins on a new log, by an operator's word. */
    LOG_BEGUN,
    /** A database does not know any more what it acknowledged to this process, which ends. */
    DATABASE_WENT_BACK,
    /** No template-service leads. */
    NOBODY_LEADS,
    /** Miners have work. */
    WORK_BEGAN,
    /** Miners get nothing new, what they have counts. */
    WORK_PAUSED,
    /** Miners are sent elsewhere. */
    WORK_STOPPED,
    /** A gateway goes by a new incarnation: at its start, and when others may have taken it for dead. */
    GATEWAY_ANNOUNCED,
    /** A gateway sends its miners away. */
    GATEWAY_DRAINING,
    /** A gateway has no miners any more. */
    GATEWAY_DRAINED,
    /** The broker does not acknowledge shares: miners are answered "busy". */
    SHARES_HELD_UP,
    /** The broker acknowledges shares again. */
    SHARES_FLOW,
    /** A port has other rules. */
    PORT_CHANGED,
    /** Somebody is shut out. */
    BAN_BEGAN,
    /** Somebody is let in again. */
    BAN_ENDED,
    /** This instance does what one may do at a time. */
    LEASE_TAKEN,
    /** Another instance may do it now. */
    LEASE_LOST,
    /** A partition of shares is judged here from now on. */
    PARTITION_TAKEN,
    /** A secret or certificate was changed in its file, and counts from now on. */
    SECRET_CHANGED,
    /** A consumer came to a stop and needs a person. */
    FEED_STOPPED;

    /** Its name in the log, such as {@code block-found}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return label();
    }
}
