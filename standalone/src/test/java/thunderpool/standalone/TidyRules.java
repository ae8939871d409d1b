package thunderpool.standalone;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The budgets and bans of the house, as functions from a source to what is wrong with it. */
final class TidyRules {

    static final int FILE_LINES_MAX = 400;
    static final int LINE_CHARS_MAX = 140;
    static final int FUNCTION_LINES_MAX = 70;

    /** Words are put together here so that this file does not find itself. */
    private static final Pattern LEFT_FOR_LATER = Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X|HA"
            + "CK)\\b|@Dis" + "abled\\b|@Ig" + "nore\\b|Place" + "holder until");

    private static final Pattern MACHINE = Pattern.compile("(?<!\\w)/(?:wo" + "rk|ro" + "ot|fa" + "rm)/|repo1?\\.ma"
            + "ven\\.|registry\\.np" + "mjs|deb\\.deb" + "ian\\.");

    private static final Pattern CLOCK_OR_CHANCE = Pattern.compile("\\bInstant\\.now\\b|\\bLocalDate(?:Time)?\\.now\\b"
            + "|\\bSystem\\.(?:currentTimeMillis|nanoTime)\\b|\\bClock\\.system\\w*|\\bInstantSource\\.system\\b"
            + "|\\bThread\\.sleep\\b|\\bMath\\.random\\b|\\bUUID\\.randomUUID\\b|\\bThreadLocalRandom\\b"
            + "|\\bnew\\s+(?:Secure)?Random\\s*\\(|\\bnew\\s+SplittableRandom\\s*\\(\\s*\\)");

    private static final Pattern FLOAT = Pattern.compile("\\b(?:double|float|Double|Float)\\b");

    private static final Pattern EMPTY_WORDS =
            Pattern.compile("(?:Utils?|Helper|Manager|Impl|Base|Abstract|Common|Data|Info|Dto|Processor)(?![a-z0-9])");

    private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum)\\s+([A-Z]\\w*)");
    private static final Pattern TEST_NAMED_TEST = Pattern.compile("\\bvoid\\s+(test[A-Z0-9_]\\w*)\\s*\\(");
    private static final Pattern TEST_METHOD = Pattern.compile("@(?:Test|Property|ParameterizedTest|RepeatedTest)\\b");
    private static final Pattern TEST_FILE = Pattern.compile("(?:Test|Properties|Vectors|IT|E2E)\\.java$");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\b");
    private static final Pattern SUPPRESSED = Pattern.compile("@SuppressWarnings\\b");

    /** Packages in which amounts and work are counted: exact integers only. */
    private static final Set<String> EXACT =
            Set.of("bitcoin", "work", "topics", "validator", "accounting", "payout", "template");

    private TidyRules() {}

    /** All that is wrong with one Java source, as {@code path:line what}. */
    static List<String> violations(SourceText source) {
        List<String> found = new ArrayList<>();
        budgets(source, found);
        names(source, found);
        leftovers(source, found);
        if (isTest(source)) {
            tests(source, found);
        } else {
            bannedInMain(source, found);
        }
        return found;
    }

    /** What may not stand in any text file of the project: paths of one machine, hosts of one registry. */
    static List<String> machinePaths(String path, String text) {
        List<String> found = new ArrayList<>();
        report(SourceText.of(path, text), text, MACHINE, "names a machine or a registry", found);
        return found;
    }

    private static boolean isTest(SourceText source) {
        return source.path().contains("src/test/");
    }

    private static void budgets(SourceText source, List<String> found) {
        if (source.lines() > FILE_LINES_MAX) {
            found.add(source.path() + ":1 has " + source.lines() + " lines, more than " + FILE_LINES_MAX);
        }
        int number = 0;
        for (String line : source.text().split("\n", -1)) {
            number++;
            if (line.length() > LINE_CHARS_MAX) {
                found.add(source.path() + ":" + number + " is longer than " + LINE_CHARS_MAX + " characters");
            }
        }
        for (SourceText.Function function : source.functions()) {
            if (function.lines() > FUNCTION_LINES_MAX) {
                found.add("%s:%d %s has %d lines, more than %d"
                        .formatted(
                                source.path(), function.line(), function.name(), function.lines(), FUNCTION_LINES_MAX));
            }
        }
    }

    private static void names(SourceText source, List<String> found) {
        Matcher types = TYPE.matcher(source.code());
        while (types.find()) {
            if (EMPTY_WORDS.matcher(types.group(1)).find()) {
                found.add(at(source, types.start()) + " " + types.group(1) + " is a name that says nothing");
            }
        }
    }

    private static void leftovers(SourceText source, List<String> found) {
        report(source, source.text(), LEFT_FOR_LATER, "is left for later or switched off", found);
        Matcher suppressed = SUPPRESSED.matcher(source.code());
        while (suppressed.find()) {
            int line = source.lineAt(suppressed.start());
            List<String> lines = source.text().lines().toList();
            String around = lines.get(Math.max(0, line - 2)) + lines.get(line - 1);
            if (!around.contains("//") && !around.contains("*/")) {
                found.add(at(source, suppressed.start()) + " suppresses a warning without saying why");
            }
        }
    }

    private static void tests(SourceText source, List<String> found) {
        report(source, source.code(), TEST_NAMED_TEST, "is not named as behaviour", found);
        report(source, source.code(), SLEEP, "sleeps instead of waiting for what it expects", found);
        if (TEST_METHOD.matcher(source.code()).find()
                && !TEST_FILE.matcher(source.path()).find()) {
            found.add(
                    source.path() + ":1 holds tests, but the build runs only *Test, *Properties, *Vectors, *IT, *E2E");
        }
    }

    private static void bannedInMain(SourceText source, List<String> found) {
        if (!mayKnowTimeAndChance(source.path())) {
            report(
                    source,
                    source.code(),
                    CLOCK_OR_CHANCE,
                    "reads the clock or chance instead of being given it",
                    found);
        }
        String room = source.path().replaceFirst("(?s).*src/main/java/thunderpool/(\\w+)/.*", "$1");
        if (EXACT.contains(room)) {
            report(source, source.code(), FLOAT, "is inexact where money or work is counted", found);
        }
    }

    private static boolean mayKnowTimeAndChance(String path) {
        return path.endsWith("Application.java")
                || path.endsWith("Wiring.java")
                || path.contains("/thunderpool/runtime/")
                || path.contains("/thunderpool/standalone/")
                || path.contains("/thunderpool/lab/");
    }

    private static void report(SourceText source, String where, Pattern banned, String why, List<String> found) {
        Matcher matcher = banned.matcher(where);
        while (matcher.find()) {
            found.add(at(source, matcher.start()) + " '" + matcher.group().strip() + "' " + why);
        }
    }

    private static String at(SourceText source, int offset) {
        return source.path() + ":" + source.lineAt(offset);
    }
}
