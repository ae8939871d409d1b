package thunderpool.gateway.command;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import thunderpool.bitcoin.Address;
import thunderpool.bitcoin.AddressException;
import thunderpool.bitcoin.Chain;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;
import thunderpool.gateway.session.BanBook;
import thunderpool.gateway.session.BanNews.Change;
import thunderpool.gateway.session.BanSubject;
import thunderpool.topics.AdminCommand;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;
import thunderpool.topics.Principal;
import thunderpool.topics.Received;

/**
 * Operators' commands to gateways. What was said before this gateway's start is folded without a word: bans that still
 * hold, and what the ports offer. What is said afterwards is obeyed and answered once. Thread-safe.
 */
public final class CommandDesk {
    private static final int REMEMBERED = 100_000;
    private static final int TEXT_MOST = 500;
    private static final long MINUTES_MOST = 10L * 366 * 24 * 60;
    private static final long NOT_BEGUN = Long.MAX_VALUE;

    /**
     * Whom it speaks for.
     *
     * @param instance name of this gateway
     */
    public record Self(String instance, Chain chain) {}

    /** What it works with. */
    public record Tools(
            BanBook bans, PortDesk ports, Orders orders, BiConsumer<AdminCommand, CommandAnswered> answers) {}

    private record Ban(Change change, long untilMs) {}

    private final Self self;
    private final Tools tools;
    private final InstantSource clock;
    private final Set<Hash256> seen = new LinkedHashSet<>();
    private final List<Received<AdminCommand>> early = new ArrayList<>();
    /** Of before the start, to be set when the fold is complete. */
    private final Map<BanSubject, Ban> folded = new LinkedHashMap<>();

    private long startedMs = NOT_BEGUN;
    private boolean folding;
    private long banVersion;

    public CommandDesk(Self self, Tools tools, InstantSource clock) {
        this.self = self;
        this.tools = tools;
        this.clock = clock;
    }

    /** The next records of the topic. They wait until {@link #begin}. */
    public synchronized void on(List<Received<AdminCommand>> records) {
        if (startedMs == NOT_BEGUN) {
            early.addAll(records);
        } else {
            records.forEach(this::one);
        }
    }

    /**
     * This gateway's life began; what was read so far is folded when this returns.
     *
     * @param sinceMs append time of its own start
     */
    public synchronized void begin(long sinceMs) {
        startedMs = sinceMs;
        folding = true;
        early.stream().filter(record -> record.appendTimeMs() < sinceMs).forEach(this::one);
        long nowMs = clock.millis();
        folded.values().stream()
                .filter(ban -> ban.untilMs > nowMs)
                .forEach(ban -> tools.bans.ban(ban.change, nowMs, ban.untilMs));
        folded.clear();
        folding = false;
        tick();
        early.stream().filter(record -> record.appendTimeMs() >= sinceMs).forEach(this::one);
        early.clear();
    }

    /** Time passes: settings for later may be due. */
    public synchronized void tick() {
        PortDesk.News news = tools.ports.settle(clock.millis());
        news.due().forEach(tools.orders::offer);
        news.planned().forEach(tools.orders::plan);
    }

    private void one(Received<AdminCommand> record) {
        AdminCommand command = record.value();
        if (command.owner() != Principal.GATEWAY || !seen.add(command.id())) {
            return;
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.iterator().next());
        }
        boolean live = record.appendTimeMs() >= startedMs;
        CommandAnswered answer = obey(command, record.appendTimeMs(), live);
        if (live && answer != null) {
            tools.answers.accept(command, answer);
        }
    }

    /** Null when it is another gateway's to answer. */
    private @Nullable CommandAnswered obey(AdminCommand command, long atMs, boolean live) {
        return switch (command.kind()) {
            case "ban" -> ban(command, atMs);
            case "unban" -> unban(command);
            case "show-message" -> say(command, live);
            case "drain" -> drain(command, live);
            case "set-port" -> {
                CommandAnswered answer = tools.ports.set(command, atMs);
                if (live) {
                    tick();
                }
                yield answer;
            }
            default -> refused(command, "gateways know no command " + command.kind());
        };
    }

    /** What was said before the start and is read after the fold counts as well; it is only not answered. */
    private CommandAnswered ban(AdminCommand command, long atMs) {
        Optional<BanSubject> subject = subject(command);
        OptionalLong minutes = minutes(command.fields().getOrDefault("minutes", ""));
        if (subject.isEmpty()) {
            return noSubject(command);
        }
        if (minutes.isEmpty()) {
            return refused(command, "minutes must be a whole number from 1 to " + MINUTES_MOST);
        }
        Ban ban = new Ban(change(command, subject.get()), atMs + minutes.getAsLong() * 60_000);
        if (folding) {
            folded.put(subject.get(), ban);
        } else if (ban.untilMs > clock.millis() && !tools.bans.ban(ban.change, clock.millis(), ban.untilMs)) {
            return refused(command, "there are too many bans; lift some first");
        } else {
            tools.orders.shutOut();
        }
        return new CommandApplied(command.id(), ++banVersion);
    }

    private CommandAnswered unban(AdminCommand command) {
        Optional<BanSubject> subject = subject(command);
        if (subject.isEmpty()) {
            return noSubject(command);
        }
        folded.remove(subject.get());
        if (!folding) {
            tools.bans.lift(change(command, subject.get()), clock.millis());
        }
        return new CommandApplied(command.id(), ++banVersion);
    }

    private CommandAnswered say(AdminCommand command, boolean live) {
        String text = plain(command.fields().getOrDefault("text", ""));
        if (text.isEmpty() || text.length() > TEXT_MOST) {
            return refused(command, "text must have 1 to " + TEXT_MOST + " characters");
        }
        String address = command.fields().getOrDefault("address", "").strip();
        Script account = null;
        if (!address.isEmpty()) {
            try {
                account = Address.parse(address, self.chain).script();
            } catch (AddressException wrong) {
                return refused(command, "address: " + wrong.getMessage());
            }
        }
        if (live) {
            tools.orders.say(text, account);
        }
        return new CommandApplied(command.id(), 0);
    }

    private @Nullable CommandAnswered drain(AdminCommand command, boolean live) {
        String instance = command.fields().getOrDefault("instance", "");
        if (instance.isBlank()) {
            return refused(command, "instance must name a gateway");
        }
        if (!instance.equals(self.instance)) {
            return null;
        }
        if (live) {
            tools.orders.goDown();
        }
        return new CommandApplied(command.id(), 0);
    }

    private static Optional<BanSubject> subject(AdminCommand command) {
        return BanSubject.parse(command.fields().getOrDefault("subject", "").strip());
    }

    private static CommandAnswered noSubject(AdminCommand command) {
        return refused(command, "subject must be remote:ADDRESS, account:SCRIPT-HEX or pair:ADDRESS:SCRIPT-HEX");
    }

    private static Change change(AdminCommand command, BanSubject subject) {
        return new Change(subject, command.reason(), command.author());
    }

    private static OptionalLong minutes(String text) {
        try {
            long minutes = Long.parseLong(text.strip());
            return minutes >= 1 && minutes <= MINUTES_MOST ? OptionalLong.of(minutes) : OptionalLong.empty();
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /** Miners' displays and logs get no control characters. */
    private static String plain(String text) {
        return text.codePoints()
                .map(sign -> Character.isISOControl(sign) ? ' ' : sign)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private static CommandAnswered refused(AdminCommand command, String reason) {
        return new CommandRefused(command.id(), reason);
    }
}
