package thunderpool.standalone;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import thunderpool.topics.Principal;
import thunderpool.topics.Retention;
import thunderpool.topics.Topic;
import thunderpool.topics.Topics;

/** The tables of docs/topics.md, from the topics and records themselves. */
final class TopicsPage {

    /** Fields that mean the same in every record; their sources do not repeat it. */
    private static final Map<String, String> EVERYWHERE = Map.ofEntries(
            Map.entry("chain", "name of the chain, such as `bitcoin-main`"),
            Map.entry("account", "script that is paid"),
            Map.entry("atMs", "the writer's clock, milliseconds since the Unix epoch; for people"),
            Map.entry("blockId", "the block's hash"),
            Map.entry("height", "the block's height"),
            Map.entry("finder", "who found it"),
            Map.entry("orderId", "the payout order"),
            Map.entry("commandId", "the command that is answered"),
            Map.entry("epoch", "the epoch's number"),
            Map.entry("partition", "the share partition it speaks about"),
            Map.entry("miner", "who submitted it"),
            Map.entry("submission", "what was submitted"),
            Map.entry("rewardSystem", "how the shares earn"),
            Map.entry("description", "for people"),
            Map.entry("schemeName", "name of the scheme"),
            Map.entry("reason", "why, for people"),
            Map.entry("slice", "the slice that is sealed"),
            Map.entry("amount", "satoshi"),
            Map.entry("state", "where it stands"),
            Map.entry("tip", "the node's newest block"),
            Map.entry("peers", "the node's connections"),
            Map.entry("script", "script the order pays"));

    private final StringBuilder page = new StringBuilder();
    private final Set<Class<?>> shared = new LinkedHashSet<>();

    String text() {
        page.append("| topic | record | writer | readers | partitions | retention | key | version |\n")
                .append("|---|---|---|---|---|---|---|---|\n");
        for (Topic<?> topic : Topics.ALL) {
            String readers =
                    topic.readers().stream().sorted().map(Principal::label).collect(Collectors.joining(", "));
            page.append("| `%s` | %s | %s | %s | %d | %s | %s | %d |%n"
                    .formatted(
                            topic.name(),
                            owner(topic).getSimpleName(),
                            topic.writer().label(),
                            readers,
                            topic.partitions(),
                            retention(topic.retention()),
                            key(topic),
                            topic.codec().version()));
        }
        page.append("\n## Records\n");
        Set<Class<?>> owners = new LinkedHashSet<>();
        Topics.ALL.forEach(topic -> owners.add(owner(topic)));
        owners.forEach(this::family);
        page.append("\n## Values inside several records\n");
        Set<Class<?>> written = new LinkedHashSet<>(owners);
        Deque<Class<?>> waiting = new ArrayDeque<>(shared);
        while (!waiting.isEmpty()) {
            Class<?> next = waiting.remove();
            if (written.add(next)) {
                shared.clear();
                record("###", next);
                waiting.addAll(shared);
            }
        }
        return page.toString();
    }

    private static Class<?> owner(Topic<?> topic) {
        return Objects.requireNonNull(
                topic.codec().getClass().getEnclosingClass(), "a codec lies in its record's file");
    }

    private static String retention(Retention retention) {
        return switch (retention) {
            case Retention.Delete(var after) -> after.toDays() == 1 ? "1 day" : after.toDays() + " days";
            case Retention.Compact _ -> "newest per key";
            case Retention.Forever _ -> "forever";
        };
    }

    /** From the source: a function has no name of its own. */
    private static String key(Topic<?> topic) {
        Matcher lambda = Pattern.compile("record -> ([^;\\n]+)").matcher(SourceDocs.source(owner(topic)));
        if (!lambda.find()) {
            throw new IllegalStateException("no key of " + topic);
        }
        String expression = lambda.group(1).replaceFirst("\\.(?:getBytes|wire|bytes)\\(.*", "");
        if (expression.startsWith("new byte[0]")) {
            return "none";
        }
        return expression.startsWith("AccountKey.of(")
                ? "chain, account"
                : expression.replace("record.", "").replace("()", "");
    }

    private void family(Class<?> owner) {
        record("###", owner);
        List<Class<?>> nested = Arrays.stream(owner.getDeclaredClasses())
                .filter(Class::isRecord)
                .sorted((one, other) -> one.getSimpleName().compareTo(other.getSimpleName()))
                .toList();
        nested.forEach(one -> record("####", one));
    }

    private void record(String level, Class<?> type) {
        SourceDocs docs = SourceDocs.of(type);
        page.append("\n%s %s%n".formatted(level, type.getSimpleName()));
        if (!docs.text().isEmpty()) {
            page.append('\n').append(docs.text()).append('\n');
        }
        if (!type.isRecord()) {
            return;
        }
        page.append("\n| field | type | meaning |\n|---|---|---|\n");
        for (RecordComponent component : type.getRecordComponents()) {
            String words = docs.parameters()
                    .getOrDefault(component.getName(), EVERYWHERE.getOrDefault(component.getName(), ""));
            page.append("| `%s` | %s | %s |%n".formatted(component.getName(), kind(component), words));
            note(component.getType());
        }
    }

    private static String kind(RecordComponent component) {
        String generic = component.getGenericType().getTypeName();
        String name = generic.replaceAll("[\\w.]+[.$](\\w+)", "$1")
                .replace("<", " of ")
                .replace(">", "");
        if (component.getType().isEnum()) {
            return Arrays.stream(component.getType().getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", "));
        }
        return name;
    }

    private void note(Class<?> type) {
        boolean ours = type.isRecord() && type.getPackageName().equals("thunderpool.work");
        if (ours && type.getRecordComponents().length > 1) {
            shared.add(type);
        }
    }
}
