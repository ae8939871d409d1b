package thunderpool.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A configuration record as lines {@code name=value} for the log at start, with every secret redacted: components that are
 * marked {@link Secret} or whose name tells, entries of maps alike, and the password inside a URL.
 */
public final class ConfigPrinter {
    private static final String REDACTED = "***";
    private static final Pattern TELLING =
            Pattern.compile("password(?!-?file)|secret|token|credential|cookie|private-?key|jaas|api-?key");
    private static final Pattern URL_PASSWORD = Pattern.compile("(//[^:/@\\s]*):[^@\\s]*@");

    private ConfigPrinter() {}

    /** Nested records are named by their path, in the form of the configuration file: {@code kafka.password-file}. */
    public static List<String> lines(Record config) {
        List<String> lines = new ArrayList<>();
        print("", config, lines);
        return lines;
    }

    private static void print(String prefix, Record config, List<String> lines) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            String name = prefix + kebab(component.getName());
            if (component.isAnnotationPresent(Secret.class)) {
                lines.add(name + "=" + REDACTED);
            } else {
                print(name, value(component, config), lines);
            }
        }
    }

    private static void print(String name, @Nullable Object value, List<String> lines) {
        switch (value) {
            case null -> lines.add(name + "=");
            case Record nested -> print(name + ".", nested, lines);
            case Map<?, ?> map -> map.forEach((key, entry) -> print(name + "." + key, entry, lines));
            case List<?> list
            when !list.isEmpty() && list.getFirst() instanceof Record -> {
                for (int i = 0; i < list.size(); i++) {
                    print(name + "[" + i + "]", list.get(i), lines);
                }
            }
            default -> lines.add(name + "=" + redacted(name, value.toString()));
        }
    }

    private static String redacted(String name, String value) {
        if (TELLING.matcher(name.toLowerCase(Locale.ROOT)).find()) {
            return REDACTED;
        }
        return URL_PASSWORD.matcher(value).replaceAll("$1:" + REDACTED + "@");
    }

    private static @Nullable Object value(RecordComponent component, Record config) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(config);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
