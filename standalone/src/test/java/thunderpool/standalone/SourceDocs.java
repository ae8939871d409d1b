package thunderpool.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the sources say about a type: its own words and those of its {@code @param} lines. */
record SourceDocs(String text, Map<String, String> parameters) {

    private static final Path ROOT = root();
    private static final Pattern TAG = Pattern.compile("(?:^| )@(param|throws|return) ");
    private static final Pattern LINK =
            Pattern.compile("\\{@link(?:plain)? (?:[a-z]\\w*\\.)*([\\w#]+)(?:\\([^}]*\\))?}");

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("pool"))) {
            folder = Objects.requireNonNull(folder.getParent(), "the tests run inside the project's folder");
        }
        return folder;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All main sources of services and libraries; the lab is no part of what is deployed. */
    static List<Path> mainSources() {
        try (Stream<Path> files = Files.find(
                ROOT,
                30,
                (file, attributes) -> file.toString().endsWith(".java")
                        && file.toString().contains("/src/main/java/")
                        && !ROOT.relativize(file).startsWith("lab"))) {
            return files.sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The value of a public constant. */
    static String constant(Field field) {
        try {
            return String.valueOf(field.get(null));
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    static String source(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        String end = "/src/main/java/" + top.getName().replace('.', '/') + ".java";
        return mainSources().stream()
                .filter(file -> file.toString().endsWith(end))
                .findFirst()
                .map(SourceDocs::read)
                .orElseThrow(() -> new IllegalStateException("no source ends with " + end));
    }

    static SourceDocs of(Class<?> type) {
        String source = source(type);
        Matcher header = Pattern.compile(
                        "(?m)^ *(?:public |private |static |sealed |final )*(?:record|interface|class) "
                                + type.getSimpleName() + "\\b")
                .matcher(source);
        if (!header.find()) {
            throw new IllegalStateException("no declaration of " + type);
        }
        int end = source.lastIndexOf("*/", header.start());
        int begin = source.lastIndexOf("/**", header.start());
        boolean own = end > begin && !source.substring(end, header.start()).matches("(?s).*[;}].*");
        return own ? parse(source.substring(begin + 3, end)) : new SourceDocs("", Map.of());
    }

    private static SourceDocs parse(String comment) {
        String line = comment.lines()
                .map(text -> text.strip().replaceFirst("^\\* ?", "").strip())
                .collect(Collectors.joining(" "))
                .strip();
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher tag = TAG.matcher(line);
        int at = line.length();
        String text = line;
        if (tag.find()) {
            text = line.substring(0, tag.start());
            do {
                int next = tag.end();
                boolean param = "param".equals(tag.group(1));
                at = tag.find() ? tag.start() : line.length();
                if (param) {
                    String[] words = line.substring(next, at).split(" ", 2);
                    parameters.put(words[0], words.length > 1 ? plain(words[1]) : "");
                }
            } while (at < line.length());
        }
        return new SourceDocs(plain(text), parameters);
    }

    /** Markdown of a table cell. */
    private static String plain(String javadoc) {
        String text = javadoc.replaceAll("\\{@(?:code|value) ([^}]*)}", "`$1`");
        text = LINK.matcher(text).replaceAll("$1").replace('#', '.').replaceAll("</?(?:p|i|b|em)>", " ");
        return text.replaceAll(" +", " ").strip().replace("|", "\\|");
    }
}
