package thunderpool.dashboard.admin.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import thunderpool.dashboard.admin.Role;
import thunderpool.topics.Principal;

/**
 * A command that the admin pages can send. What takes money by hand or changes what holds for everybody is the owner's.
 *
 * @param owner the service that obeys it
 * @param label as the record carries it
 * @param role who may send it: this role and those above
 * @param needed fields that must be there
 * @param exactlyOne whether just one of the needed must be there, and not all
 * @param optional fields that may be there
 */
public record CommandKind(
        Principal owner, String label, Role role, List<Field> needed, boolean exactlyOne, List<Field> optional) {

    /** All there are. */
    public static final List<CommandKind> ALL = all();

    public CommandKind {
        needed = List.copyOf(needed);
        optional = List.copyOf(optional);
    }

    public static Optional<CommandKind> of(String owner, String label) {
        return ALL.stream()
                .filter(kind -> kind.owner.label().equals(owner) && kind.label.equals(label))
                .findFirst();
    }

    boolean knows(Field field) {
        return needed.contains(field) || optional.contains(field);
    }

    private static List<CommandKind> all() {
        List<CommandKind> kinds = new ArrayList<>();
        kinds.add(either(Principal.PAYOUT, "hold-payouts", Role.OPERATOR, Field.ADDRESS, Field.ALL));
        kinds.add(either(Principal.PAYOUT, "release-payouts", Role.OPERATOR, Field.ADDRESS, Field.ALL));
        kinds.add(with(Principal.PAYOUT, "change-schedule", Role.OPERATOR, Field.ADDRESS, Field.SCHEME));
        kinds.add(with(Principal.PAYOUT, "set-minimum", Role.OPERATOR, Field.ADDRESS, Field.MINIMUM_SATS));
        kinds.add(with(Principal.PAYOUT, "approve-payout", Role.OPERATOR, Field.ORDER));
        kinds.add(with(Principal.PAYOUT, "refuse-payout", Role.OPERATOR, Field.ORDER));
        kinds.add(either(Principal.PAYOUT, "adopt-payment", Role.OWNER, Field.TXID, Field.ALL));
        kinds.add(either(Principal.PAYOUT, "ignore-payment", Role.OWNER, Field.TXID, Field.ALL));
        kinds.add(with(
                        Principal.PAYOUT,
                        "put-scheme",
                        Role.OWNER,
                        Field.SCHEME,
                        Field.BLOCK_INTERVAL,
                        Field.TIME_INTERVAL,
                        Field.DESCRIPTION)
                .and(Field.FROM_MS));
        kinds.add(either(Principal.PAYOUT, "set-approval", Role.OWNER, Field.ABOVE_SATS, Field.OFF));
        kinds.add(with(Principal.ACCOUNTING, "hold-account", Role.OPERATOR, Field.ACCOUNT));
        kinds.add(with(Principal.ACCOUNTING, "release-account", Role.OPERATOR, Field.ACCOUNT));
        kinds.add(with(Principal.ACCOUNTING, "resume-payouts", Role.OPERATOR));
        kinds.add(with(Principal.ACCOUNTING, "correct-balance", Role.OWNER, Field.ACCOUNT, Field.AMOUNT));
        kinds.add(with(Principal.ACCOUNTING, "set-fee", Role.OWNER, Field.REWARD_SYSTEM, Field.BASIS_POINTS)
                .and(Field.FROM_MS));
        kinds.add(with(Principal.GATEWAY, "ban", Role.OPERATOR, Field.SUBJECT, Field.MINUTES));
        kinds.add(with(Principal.GATEWAY, "unban", Role.OPERATOR, Field.SUBJECT));
        kinds.add(with(Principal.GATEWAY, "show-message", Role.OPERATOR, Field.TEXT)
                .and(Field.ADDRESS));
        kinds.add(with(Principal.GATEWAY, "drain", Role.OPERATOR, Field.INSTANCE));
        kinds.add(with(Principal.GATEWAY, "set-port", Role.OWNER, Field.PORT)
                .and(Field.MINIMUM, Field.START, Field.MAXIMUM, Field.VARDIFF, Field.SHARE_INTERVAL_MS, Field.FROM_MS));
        return List.copyOf(kinds);
    }

    private static CommandKind with(Principal owner, String label, Role role, Field... needed) {
        return new CommandKind(owner, label, role, List.of(needed), false, List.of());
    }

    private static CommandKind either(Principal owner, String label, Role role, Field one, Field other) {
        return new CommandKind(owner, label, role, List.of(one, other), true, List.of());
    }

    private CommandKind and(Field... more) {
        return new CommandKind(owner, label, role, needed, exactlyOne, List.of(more));
    }
}
