package thunderpool.gateway.command;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Difficulty;
import thunderpool.gateway.session.PortRules;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;

/**
 * What the ports offer: as configured, then as commands changed it. A pure fold over the commands in their order and the
 * broker's times, so that all gateways of one configuration agree. A port has one version per obeyed command; a setting for
 * later waits, and a newer command takes the place of one that waits. Not thread-safe.
 */
public final class PortDesk {
    private static final long INTERVAL_MOST_MS = 3_600_000;
    private static final long AHEAD_MOST_MS = 366L * 24 * 3_600_000;
    private static final int NUMBER_MOST_CHARS = 100;

    /**
     * What a port offers.
     *
     * @param version counts the commands that led here; 0 as configured
     * @param next what it will offer, null when nothing waits
     */
    public record Offer(
            PortRules rules, long version, @Nullable Plan next) {}

    /** @param fromMs when it takes the place of the present offer, milliseconds since the Unix epoch */
    public record Plan(PortRules rules, long version, long fromMs) {}

    /**
     * What is to be told.
     *
     * @param due offers that hold by now and did not before
     * @param planned offers that hold as before, with another plan
     */
    public record News(List<Offer> due, List<Offer> planned) {}

    private static final class Port {
        private final PortRules configured;
        private Offer present;
        private Offer told;

        Port(PortRules configured) {
            this.configured = configured;
            this.present = new Offer(configured, 0, null);
            this.told = present;
        }

        PortRules newestRules() {
            return present.next == null ? present.rules : present.next.rules;
        }

        long newestVersion() {
            return present.next == null ? present.version : present.next.version;
        }

        void settle(long nowMs) {
            Plan next = present.next;
            if (next != null && next.fromMs <= nowMs) {
                present = new Offer(next.rules, next.version, null);
            }
        }
    }

    /** What a field says is wrong. */
    private static final class WrongException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongException(String message) {
            super(message);
        }
    }

    private final Map<String, Port> ports = new LinkedHashMap<>();

    public PortDesk(List<PortRules> configured) {
        configured.forEach(rules -> ports.put(rules.name(), new Port(rules)));
    }

    /** What a port offers now. */
    public Offer present(String name) {
        return Objects.requireNonNull(ports.get(name), name).present;
    }

    /** What was not returned before. */
    public News settle(long nowMs) {
        List<Offer> due = new ArrayList<>();
        List<Offer> planned = new ArrayList<>();
        for (Port port : ports.values()) {
            port.settle(nowMs);
            if (!port.present.equals(port.told)) {
                (port.present.version == port.told.version ? planned : due).add(port.present);
                port.told = port.present;
            }
        }
        return new News(due, planned);
    }

    /**
     * Obeys {@code set-port}: the named port, and of minimum, start, maximum, vardiff and share_interval_ms those that shall
     * change; from_ms for later. It takes effect with the next {@link #settle}.
     *
     * @param atMs the command's append time
     */
    public CommandAnswered set(AdminCommand command, long atMs) {
        Port port = ports.get(command.fields().getOrDefault("port", ""));
        if (port == null) {
            return new CommandRefused(command.id(), "there is no such port; there are " + ports.keySet());
        }
        port.settle(atMs);
        long version = port.newestVersion();
        if (command.expectedVersion() >= 0 && command.expectedVersion() != version) {
            return new CommandRefused(command.id(), "the port is at version " + version + " by now");
        }
        try {
            PortRules rules = rules(command.fields(), port.newestRules(), port.configured);
            long fromMs = number(command.fields(), "from_ms", 0, atMs + AHEAD_MOST_MS, atMs);
            Plan next = new Plan(rules, version + 1, Math.max(fromMs, atMs));
            port.present = new Offer(port.present.rules, port.present.version, next);
            return new CommandApplied(command.id(), version + 1);
        } catch (WrongException wrong) {
            return new CommandRefused(command.id(), String.valueOf(wrong.getMessage()));
        }
    }

    private static PortRules rules(Map<String, String> fields, PortRules old, PortRules configured)
            throws WrongException {
        Difficulty minimum = difficulty(fields, "minimum", old.minimum());
        if (minimum.compareTo(configured.minimum()) < 0) {
            throw new WrongException("minimum may not be below the gateway's own, " + configured.minimum());
        }
        Difficulty start = difficulty(fields, "start", old.start());
        Difficulty maximum = difficulty(fields, "maximum", old.maximum());
        boolean vardiff = flag(fields, "vardiff", old.vardiff());
        long interval = number(fields, "share_interval_ms", 1, INTERVAL_MOST_MS, old.shareIntervalMs());
        try {
            return new PortRules(
                    old.name(),
                    old.rewardSystem(),
                    old.schemeTag(),
                    minimum,
                    start,
                    maximum,
                    vardiff,
                    interval,
                    old.fastestIntervalMs());
        } catch (IllegalArgumentException contradiction) {
            throw new WrongException(String.valueOf(contradiction.getMessage()));
        }
    }

    private static Difficulty difficulty(Map<String, String> fields, String name, Difficulty old)
            throws WrongException {
        String text = fields.get(name);
        if (text == null) {
            return old;
        }
        Optional<Difficulty> difficulty = Optional.empty();
        try {
            if (text.length() <= NUMBER_MOST_CHARS) {
                difficulty = Difficulty.snapDown(new BigDecimal(text.strip()));
            }
        } catch (NumberFormatException notANumber) {
            // Answered below like a number that is too small.
        }
        return difficulty.orElseThrow(() -> new WrongException(name + " must be a difficulty of 2^-32 or more"));
    }

    private static boolean flag(Map<String, String> fields, String name, boolean old) throws WrongException {
        String text = fields.get(name);
        if (text == null) {
            return old;
        }
        return switch (text.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new WrongException(name + " must be true or false");
        };
    }

    private static long number(Map<String, String> fields, String name, long least, long most, long old)
            throws WrongException {
        String text = fields.get(name);
        if (text == null) {
            return old;
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below like a number out of range.
        }
        throw new WrongException(name + " must be a whole number from " + least + " to " + most);
    }
}
