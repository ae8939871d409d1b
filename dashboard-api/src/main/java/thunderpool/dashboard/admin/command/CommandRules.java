package thunderpool.dashboard.admin.command;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Difficulty;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.MalformedException;
import thunderpool.bitcoin.Script;
import thunderpool.dashboard.admin.Role;
import thunderpool.work.RewardSystem;

/**
 * Looks at a command before it is sent: who may send it, and whether its fields can be meant. The service that obeys it
 * checks again, since more than this reaches it; here people learn at once what is wrong.
 */
public final class CommandRules {

    private static final int LINE_MAX = 300;
    private static final long COUNT_MAX = 10_000_000;
    private static final long BASIS_POINTS_MAX = 10_000;
    private static final long BAN_MINUTES_MAX = 366L * 24 * 60;
    private static final long INTERVAL_MS_MAX = 600_000;

    /** What came of looking. */
    public sealed interface Checked {

        /**
         * It may be sent.
         *
         * @param fields as the service reads them
         * @param subject what it is about: an account's script in hex, an order's id, or empty
         */
        record Good(CommandKind kind, Map<String, String> fields, String subject) implements Checked {}

        /** It can not be meant. */
        record Bad(String reason) implements Checked {}

        /** The role is too low. */
        record Forbidden(CommandKind kind) implements Checked {}
    }

    /** Why a field can not be meant. */
    private static final class InvalidException extends Exception {
        private static final long serialVersionUID = 1;

        InvalidException(String reason) {
            super(reason);
        }
    }

    /** The gateways there are, by name, and whether each lives: a drain is answered by the named one alone. */
    public interface Gateways {
        Map<String, Boolean> aliveByName();
    }

    private final Chain chain;
    private final Gateways gateways;

    public CommandRules(Chain chain, Gateways gateways) {
        this.chain = chain;
        this.gateways = gateways;
    }

    public Checked check(String owner, String kind, Map<String, String> given, Role role) {
        CommandKind found = CommandKind.of(owner, kind).orElse(null);
        if (found == null) {
            return new Checked.Bad("There is no command " + kind + " of " + owner + ".");
        }
        if (!role.includes(found.role())) {
            return new Checked.Forbidden(found);
        }
        try {
            Map<String, String> fields = new TreeMap<>();
            String subject = "";
            for (Map.Entry<String, String> entry : given.entrySet()) {
                Field field = field(found, entry.getKey());
                String text = entry.getValue().strip();
                fields.put(field.label(), read(field, text));
                subject = subject.isEmpty() ? subject(field, text) : subject;
            }
            complete(found, fields);
            return new Checked.Good(found, fields, subject);
        } catch (InvalidException | AddressException invalid) {
            return new Checked.Bad(String.valueOf(invalid.getMessage()));
        }
    }

    private static Field field(CommandKind kind, String name) throws InvalidException {
        for (Field field : Field.values()) {
            if (field.label().equals(name) && kind.knows(field)) {
                return field;
            }
        }
        throw new InvalidException(kind.label() + " has no field " + name + ".");
    }

    private static void complete(CommandKind kind, Map<String, String> fields) throws InvalidException {
        List<String> needed = kind.needed().stream().map(Field::label).toList();
        long there = needed.stream().filter(fields::containsKey).count();
        if (kind.exactlyOne() ? there != 1 : there != needed.size()) {
            throw new InvalidException(kind.label() + " needs " + (kind.exactlyOne() ? "exactly one of " : "")
                    + String.join(", ", needed) + ".");
        }
        if (kind.label().equals("set-port") && fields.size() == 1) {
            throw new InvalidException("set-port changes nothing as it is.");
        }
    }

    /** What the service is told. */
    private String read(Field field, String text) throws InvalidException {
        String name = field.label();
        return switch (field.form()) {
            case ACCOUNT ->
                field == Field.ADDRESS
                        ? Address.parse(text, chain).text()
                        : script(text).hex();
            case TRUE -> oneOf(name, text, "true");
            case FLAG -> oneOf(name, text, "true", "false");
            case REWARD_SYSTEM -> oneOf(name, text, RewardSystem.PPLNS.name(), RewardSystem.SOLO.name());
            case WORD -> field == Field.INSTANCE ? gateway(word(name, text)) : word(name, text);
            case LINE -> line(name, text);
            case AMOUNT -> number(name, text, 1, Long.MAX_VALUE);
            case SIGNED_AMOUNT ->
                text.equals("0") ? refuse(name, "must not be 0") : number(name, text, -Long.MAX_VALUE, Long.MAX_VALUE);
            case COUNT -> number(name, text, 0, COUNT_MAX);
            case BASIS_POINTS -> number(name, text, 0, BASIS_POINTS_MAX);
            case MINUTES -> number(name, text, 1, BAN_MINUTES_MAX);
            case INTERVAL_MS -> number(name, text, 100, INTERVAL_MS_MAX);
            case HASH -> orderId(name, text);
            case SUBJECT -> banSubject(text);
            case DIFFICULTY -> difficulty(name, text);
        };
    }

    private String subject(Field field, String text) throws InvalidException {
        return switch (field.form()) {
            case ACCOUNT -> script(text).hex();
            case HASH -> text;
            case SUBJECT -> text.startsWith("account:") ? banSubject(text).substring("account:".length()) : "";
            default -> "";
        };
    }

    private Script script(String text) throws InvalidException {
        if (text.length() >= 4 && text.length() % 2 == 0 && text.matches("[0-9a-f]+")) {
            try {
                return Script.ofHex(text);
            } catch (MalformedException notHex) {
                throw new InvalidException("\"" + text + "\" is no script.");
            }
        }
        return Address.parse(text, chain).script();
    }

    private String gateway(String name) throws InvalidException {
        Map<String, Boolean> known = new TreeMap<>(gateways.aliveByName());
        Boolean alive = known.get(name);
        if (alive == null) {
            String others =
                    known.isEmpty() ? "none has spoken yet." : "there are " + String.join(", ", known.keySet()) + ".";
            throw new InvalidException("There is no gateway " + name + ": " + others);
        }
        if (!alive) {
            throw new InvalidException(
                    "Gateway " + name + " has been silent for more than half a minute, so nobody would obey.");
        }
        return name;
    }

    /** People and pages know orders by their bytes in hex, payout-service by the other way round. */
    private static String orderId(String name, String text) throws InvalidException {
        try {
            return Hash256.ofWire(HexFormat.of().parseHex(text)).displayHex();
        } catch (RuntimeException notHex) {
            throw new InvalidException(name + " must be 64 hex digits.");
        }
    }

    private String banSubject(String text) throws InvalidException {
        if (text.startsWith("remote:")) {
            return "remote:" + networkAddress(text.substring("remote:".length()));
        }
        if (text.startsWith("account:")) {
            return "account:" + script(text.substring("account:".length())).hex();
        }
        int hex = text.lastIndexOf(':');
        if (text.startsWith("pair:") && hex > "pair:".length()) {
            return "pair:" + networkAddress(text.substring("pair:".length(), hex)) + ":"
                    + script(text.substring(hex + 1)).hex();
        }
        throw new InvalidException("subject must be remote:IP or account:ADDRESS.");
    }

    private static String networkAddress(String text) throws InvalidException {
        try {
            return InetAddress.ofLiteral(text).getHostAddress();
        } catch (IllegalArgumentException noLiteral) {
            throw new InvalidException("\"" + text + "\" is no network address.");
        }
    }

    private static String difficulty(String name, String text) throws InvalidException {
        try {
            BigDecimal announced = new BigDecimal(text);
            if (Difficulty.snapDown(announced).isPresent()) {
                return announced.toPlainString();
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidException(name + " must be a number.");
        }
        throw new InvalidException(name + " must be a difficulty of 2^-32 or more.");
    }

    private static String number(String name, String text, long min, long max) throws InvalidException {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return String.valueOf(number);
            }
        } catch (NumberFormatException notANumber) {
            throw new InvalidException(name + " must be a whole number.");
        }
        throw new InvalidException(
                max == Long.MAX_VALUE
                        ? name + " must be " + min + " or more."
                        : name + " must be between " + min + " and " + max + ".");
    }

    private static String oneOf(String name, String text, String... allowed) throws InvalidException {
        for (String one : allowed) {
            if (one.equals(text)) {
                return text;
            }
        }
        return refuse(name, "must be " + String.join(" or ", allowed));
    }

    private static String word(String name, String text) throws InvalidException {
        return Field.WORD_TEXT.matcher(text).matches() ? text : refuse(name, "must be a name");
    }

    private static String line(String name, String text) throws InvalidException {
        boolean plain = !text.isEmpty()
                && text.length() <= LINE_MAX
                && text.codePoints().noneMatch(Character::isISOControl);
        return plain ? text : refuse(name, "must be one line of up to " + LINE_MAX + " characters");
    }

    private static String refuse(String name, String why) throws InvalidException {
        throw new InvalidException(name + " " + why + ".");
    }
}
