package thunderpool.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may know whom. The arrows are standalone -> services -> libs and lab -> libs; services meet only in the topics.
 * There is no list of exceptions: code that breaks a rule moves, or the rule changes for everybody.
 *
 * <p>Each rule carries a counterexample, a small source that breaks it, so that no rule holds because it sees nothing.
 */
class ArchitectureTest {

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("thunderpool");

    private static final List<String> SERVICES =
            List.of("gateway", "validator", "template", "accounting", "payout", "dashboard");

    /** What each library may stand on, besides itself. */
    private static final Map<String, List<String>> LIBS = Map.of(
            "bitcoin", List.of(),
            "work", List.of("bitcoin"),
            "stratum", List.of("bitcoin"),
            "node", List.of("bitcoin"),
            "topics", List.of("work", "bitcoin"),
            "runtime", List.of("topics", "work", "bitcoin"));

    /** @param counterexample sources, class by class, that break the rule */
    record Rule(String name, ArchRule rule, List<String> counterexample) {
        static Rule of(String name, ArchRule rule, String... counterexample) {
            return new Rule(name, rule.allowEmptyShould(true), List.of(counterexample));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Rule> rules() {
        return Stream.of(serviceRules(), libraryRules(), labRules(), knowledgeRules(), shapeRules())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(Rule rule) {
        assertThat(CODE).hasSizeGreaterThan(50);
        rule.rule().check(CODE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void catchesItsCounterexample(Rule rule, @TempDir Path folder) throws IOException {
        JavaClasses broken = compile(folder, rule.counterexample());
        assertThat(rule.rule().evaluate(broken).hasViolation())
                .as("the rule '%s' sees its counterexample", rule)
                .isTrue();
    }

    private static List<Rule> serviceRules() {
        List<Rule> rules = new ArrayList<>();
        for (String service : SERVICES) {
            List<String> foreign = new ArrayList<>(List.of("thunderpool.standalone..", "thunderpool.lab.."));
            SERVICES.stream().filter(other -> !other.equals(service)).forEach(other -> foreign.add(packages(other)));
            String other = service.equals("payout") ? "accounting" : "payout";
            rules.add(Rule.of(
                    service + " imports no other service",
                    neither(packages(service), foreign),
                    "package thunderpool." + other + "; public class Foreign {}",
                    "package thunderpool." + service + "; class Breaks { thunderpool." + other
                            + ".Foreign foreign; }"));
        }
        return rules;
    }

    private static List<Rule> libraryRules() {
        List<Rule> rules = new ArrayList<>();
        LIBS.forEach((lib, below) -> {
            DescribedPredicate<JavaClass> foreign = resideInAPackage("thunderpool..")
                    .and(not(resideInAPackage(packages(lib))))
                    .and(not(resideInAnyPackage(
                            below.stream().map(ArchitectureTest::packages).toArray(String[]::new))));
            rules.add(Rule.of(
                    lib + " stands only on " + below,
                    noClasses().that().resideInAPackage(packages(lib)).should().dependOnClassesThat(foreign),
                    "package thunderpool.gateway; public class Foreign {}",
                    "package thunderpool." + lib + "; class Breaks { thunderpool.gateway.Foreign foreign; }"));
        });
        return rules;
    }

    private static List<Rule> labRules() {
        List<String> above = Stream.concat(
                        SERVICES.stream().map(ArchitectureTest::packages), Stream.of("thunderpool.standalone.."))
                .toList();
        DescribedPredicate<JavaClass> suite =
                resideInAPackage("thunderpool..").and(not(resideInAPackage("thunderpool.lab.devnode..")));
        return List.of(
                Rule.of(
                        "the simulator knows no service",
                        neither("thunderpool.lab.simulator..", above),
                        "package thunderpool.gateway; public class Foreign {}",
                        "package thunderpool.lab.simulator; class Breaks { thunderpool.gateway.Foreign foreign; }"),
                Rule.of(
                        "the devnode judges blocks without any code of the pool",
                        noClasses()
                                .that()
                                .resideInAPackage("thunderpool.lab.devnode..")
                                .should()
                                .dependOnClassesThat(suite),
                        "package thunderpool.bitcoin; public class Block {}",
                        "package thunderpool.lab.devnode; class Breaks { thunderpool.bitcoin.Block block; }"));
    }

    private static List<Rule> knowledgeRules() {
        DescribedPredicate<JavaClass> hosts = named("Application")
                .or(named("Wiring"))
                .or(resideInAnyPackage("thunderpool.runtime..", "thunderpool.standalone.."));
        return List.of(
                Rule.of(
                        "Spring: applications, wiring, http, repositories, runtime, and below by parts",
                        only(
                                hosts.or(resideInAPackage("..http.."))
                                        .or(repository())
                                        .or(named("Config"))
                                        .or(startsWith("Pg"))
                                        .or(named("Feed"))
                                        .or(named("Sink")),
                                "org.springframework.."),
                        breaks("@org.springframework.stereotype.Component class Breaks {}")),
                Rule.of(
                        "configuration records know of Spring only how they are bound",
                        partOfSpring(named("Config"), "org.springframework.boot.context.properties.."),
                        breaks("class BreaksConfig { org.springframework.core.env.Environment environment; }")),
                Rule.of(
                        "Pg classes know of Spring only JDBC and transactions",
                        partOfSpring(
                                startsWith("Pg").and(not(hosts)),
                                "org.springframework.jdbc..",
                                "org.springframework.dao..",
                                "org.springframework.transaction.."),
                        breaks("class PgBreaks { org.springframework.core.env.Environment environment; }")),
                Rule.of(
                        "feeds and sinks know of Spring only Kafka",
                        partOfSpring(named("Feed").or(named("Sink")).and(not(hosts)), "org.springframework.kafka.."),
                        breaks("class BreaksFeed { org.springframework.core.env.Environment environment; }")),
                Rule.of(
                        "JDBC: Pg classes, wiring, runtime",
                        only(
                                hosts.or(startsWith("Pg")),
                                "java.sql..",
                                "javax.sql..",
                                "org.postgresql..",
                                "org.springframework.jdbc.."),
                        breaks("class Breaks { java.sql.Connection connection; }")),
                Rule.of(
                        "Netty: the gateway's net and the simulator",
                        only(
                                resideInAnyPackage("thunderpool.gateway.net..", "thunderpool.lab.simulator.."),
                                "io.netty.."),
                        breaks("class Breaks { io.netty.channel.Channel channel; }")),
                Rule.of(
                        "Kafka: feeds, sinks, wiring, runtime",
                        only(
                                hosts.or(named("Feed")).or(named("Sink")),
                                "org.apache.kafka..",
                                "org.springframework.kafka..",
                                "kafka.."),
                        breaks("class Breaks { org.apache.kafka.common.Uuid uuid; }")),
                Rule.of(
                        "Jackson: node, http, runtime, the lab's hosts",
                        only(
                                hosts.or(resideInAnyPackage("thunderpool.node..", "..http..", "thunderpool.lab..")),
                                "tools.jackson.."),
                        breaks("class Breaks { tools.jackson.databind.JsonNode node; }")),
                Rule.of(
                        "Jackson 2 nowhere: its mapper is not the one Spring configures",
                        only(
                                DescribedPredicate.alwaysFalse(),
                                "com.fasterxml.jackson.databind..",
                                "com.fasterxml.jackson.core.."),
                        breaks("class Breaks { com.fasterxml.jackson.databind.JsonNode node; }")));
    }

    private static List<Rule> shapeRules() {
        return List.of(
                Rule.of(
                        "packages form no circle",
                        slices().matching("thunderpool.(**)").should().beFreeOfCycles(),
                        "package thunderpool.gateway.job; public class Left { thunderpool.gateway.net.Right right; }",
                        "package thunderpool.gateway.net; public class Right { thunderpool.gateway.job.Left left; }"),
                Rule.of(
                        "no code reads a field's dependency by annotation",
                        com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION,
                        breaks(
                                "class Breaks { @org.springframework.beans.factory.annotation.Autowired Object field; }")));
    }

    private static String packages(String room) {
        return "thunderpool." + room + "..";
    }

    private static ArchRule neither(String from, List<String> to) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to.toArray(String[]::new));
    }

    private static ArchRule only(DescribedPredicate<JavaClass> allowed, String... libraries) {
        return noClasses()
                .that()
                .resideInAPackage("thunderpool..")
                .and(not(allowed))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static ArchRule partOfSpring(DescribedPredicate<JavaClass> who, String... parts) {
        return noClasses()
                .that(who)
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework..").and(not(resideInAnyPackage(parts))));
    }

    private static DescribedPredicate<JavaClass> named(String suffix) {
        return DescribedPredicate.describe(
                "named *" + suffix, type -> topLevelName(type).endsWith(suffix));
    }

    private static DescribedPredicate<JavaClass> startsWith(String prefix) {
        return DescribedPredicate.describe(
                "named " + prefix + "*", type -> topLevelName(type).startsWith(prefix));
    }

    private static DescribedPredicate<JavaClass> repository() {
        return DescribedPredicate.describe(
                "Spring Data repositories",
                type -> type.isAssignableTo("org.springframework.data.repository.Repository"));
    }

    private static String topLevelName(JavaClass type) {
        String name = type.getName();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        int nested = simple.indexOf('$');
        return nested < 0 ? simple : simple.substring(0, nested);
    }

    private static String breaks(String body) {
        return "package thunderpool.accounting.ledger; " + body;
    }

    private static JavaClasses compile(Path folder, List<String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString(), "-cp"));
        arguments.add(System.getProperty("java.class.path"));
        for (int i = 0; i < sources.size(); i++) {
            String type = sources.get(i).replaceFirst("(?s).*?\\bclass (\\w+).*", "$1");
            Path file = folder.resolve("source" + i).resolve(type + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, sources.get(i));
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .as("the counterexample compiles")
                .isZero();
        return new ClassFileImporter().importPath(folder);
    }
}
