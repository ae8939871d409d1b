package thunderpool.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java source as the tidy rules read it: the text, and the same text with comments and literals blanked out (line
 * numbers stay), so that a rule about code does not trip over words in a comment.
 */
record SourceText(String path, String text, String code) {

    private static final Pattern CONTROL = Pattern.compile(
            "^\\W*(?:if|else|for|while|switch|try|catch|synchronized|do|return|throw|case|default|finally)\\b");
    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum|@interface)\\s+\\w+");
    private static final Pattern FUNCTION = Pattern.compile("(\\w+)\\s*\\([^=;]*\\)\\s*(?:throws\\s+[\\w.,\\s]+)?$");
    private static final Pattern COMPACT = Pattern.compile("^\\s*(?:public|private|protected)?\\s*([A-Z]\\w*)$");

    /** @param line the line of its header, from 1 */
    record Function(String name, int line, int lines) {}

    static SourceText of(String path, String text) {
        return new SourceText(path, text, blank(text));
    }

    int lines() {
        return (int) text.lines().count();
    }

    /** The line, from 1, in which this offset lies. */
    int lineAt(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /** Methods and constructors with their length in lines, found by braces; lambdas count to what holds them. */
    List<Function> functions() {
        List<Function> functions = new ArrayList<>();
        int statement = 0;
        for (int at = 0; at < code.length(); at++) {
            char c = code.charAt(at);
            if (c == '{') {
                String name = functionName(code.substring(statement, at));
                if (!name.isEmpty()) {
                    int end = closing(at);
                    int first = lineAt(statement + leadingBlanks(code.substring(statement, at)));
                    functions.add(new Function(name, first, lineAt(end) - first + 1));
                    at = end;
                }
            }
            if (c == ';' || c == '{' || c == '}') {
                statement = at + 1;
            }
        }
        return functions;
    }

    private static int leadingBlanks(String header) {
        return header.length() - header.stripLeading().length();
    }

    private static String functionName(String rawHeader) {
        String header = withoutAnnotations(rawHeader).strip();
        Matcher compact = COMPACT.matcher(header);
        if (compact.find()) {
            return compact.group(1);
        }
        Matcher function = FUNCTION.matcher(header);
        boolean other = CONTROL.matcher(header).find()
                || TYPE.matcher(header).find()
                || header.contains("->")
                || Pattern.compile("\\bnew\\b").matcher(header).find()
                || header.chars().filter(c -> c == '(').count()
                        != header.chars().filter(c -> c == ')').count();
        if (other || !function.find()) {
            return "";
        }
        // An enum constant with a body looks like a constructor.
        String name = function.group(1);
        return name.equals(name.toUpperCase(java.util.Locale.ROOT)) ? "" : name;
    }

    private static String withoutAnnotations(String header) {
        String before = header;
        String after = before.replaceAll("@(?!interface)[\\w.]+(?:\\s*\\([^()]*\\))?", " ");
        while (!after.equals(before)) {
            before = after;
            after = before.replaceAll("@(?!interface)[\\w.]+(?:\\s*\\([^()]*\\))?", " ");
        }
        return after;
    }

    private int closing(int open) {
        int depth = 0;
        for (int at = open; at < code.length(); at++) {
            depth += code.charAt(at) == '{' ? 1 : code.charAt(at) == '}' ? -1 : 0;
            if (depth == 0) {
                return at;
            }
        }
        return code.length() - 1;
    }

    private static String blank(String text) {
        StringBuilder code = new StringBuilder(text);
        int at = 0;
        while (at < text.length()) {
            int end = endOfNonCode(text, at);
            for (int i = at; i < end; i++) {
                if (text.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
            at = Math.max(end, at + 1);
        }
        return code.toString();
    }

    /** Where the comment or literal that begins at {@code at} ends, or {@code at} when none begins. */
    private static int endOfNonCode(String text, int at) {
        if (text.startsWith("//", at)) {
            return orEnd(text, text.indexOf('\n', at));
        }
        if (text.startsWith("/*", at)) {
            int end = text.indexOf("*/", at + 2);
            return end < 0 ? text.length() : end + 2;
        }
        if (text.startsWith("\"\"\"", at)) {
            int end = text.indexOf("\"\"\"", at + 3);
            return end < 0 ? text.length() : end + 3;
        }
        char quote = text.charAt(at);
        if (quote != '"' && quote != '\'') {
            return at;
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }

    private static int orEnd(String text, int index) {
        return index < 0 ? text.length() : index;
    }
}
