package thunderpool.standalone;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import thunderpool.accounting.AccountingConfig;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.gateway.GatewayConfig;
import thunderpool.payout.PayoutConfig;
import thunderpool.runtime.DatabaseConfig;
import thunderpool.runtime.KafkaAccess;
import thunderpool.template.TemplateConfig;
import thunderpool.validator.ValidatorConfig;

/** The tables of docs/configuration.md, from the records that hold the settings. */
final class ConfigurationPage {

    private static final Map<Class<?>, String> SHARED =
            Map.of(KafkaAccess.class, "Kafka", DatabaseConfig.class, "Database");
    private static final List<Service> ORDER = List.of(
            Service.GATEWAY,
            Service.VALIDATOR,
            Service.TEMPLATE,
            Service.ACCOUNTING,
            Service.PAYOUT,
            Service.DASHBOARD);

    private final StringBuilder page = new StringBuilder();
    private final List<String> unexplained = new ArrayList<>();

    /** Settings that no javadoc explains. */
    List<String> unexplained() {
        return unexplained;
    }

    String text() {
        for (Service service : ORDER) {
            Class<?> settings = record(service);
            String prefix =
                    settings.getAnnotation(ConfigurationProperties.class).value();
            page.append("## ").append(service.module()).append("\n\n");
            table(prefix + ".", settings);
            page.append("\nThe file in the jar, `").append(prefix).append(".yml`:\n\n```yaml\n");
            String path = service.module() + "/src/main/resources/" + prefix + ".yml";
            page.append(SourceDocs.read(SourceDocs.root().resolve(path)).strip())
                    .append("\n```\n\n");
        }
        page.append("## Kafka\n\nThe same for all services; SERVICE is `gateway`, `validator`, `template`, ")
                .append("`accounting`, `payout` or `dashboard`.\n\n");
        table("SERVICE.kafka.", KafkaAccess.class);
        page.append("\n## Database\n\nThe same for template, accounting, payout and dashboard; gateway and validator ")
                .append("have none.\n\n");
        table("SERVICE.database.", DatabaseConfig.class);
        return page.toString();
    }

    private static Class<?> record(Service service) {
        return switch (service) {
            case GATEWAY -> GatewayConfig.class;
            case VALIDATOR -> ValidatorConfig.class;
            case TEMPLATE -> TemplateConfig.class;
            case ACCOUNTING -> AccountingConfig.class;
            case PAYOUT -> PayoutConfig.class;
            case DASHBOARD -> DashboardConfig.class;
        };
    }

    private void table(String prefix, Class<?> settings) {
        page.append("| property | environment | default | meaning |\n|---|---|---|---|\n");
        rows(prefix, settings);
    }

    private void rows(String prefix, Class<?> settings) {
        RecordComponent[] components = settings.getRecordComponents();
        Parameter[] parameters = canonical(settings).getParameters();
        SourceDocs docs = SourceDocs.of(settings);
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String property = prefix + kebab(component.getName());
            String words = docs.parameters().getOrDefault(component.getName(), "");
            String shared = SHARED.get(component.getType());
            if (shared != null) {
                row(property + ".*", "", "", "see " + shared + " below");
                continue;
            }
            if (component.getType().isRecord()) {
                rows(property + ".", component.getType());
                continue;
            }
            Class<?> element = element(component);
            if (element != null && element.isRecord()) {
                rows(property + "[0].", element);
                continue;
            }
            if (words.isEmpty()) {
                unexplained.add(property);
            }
            String path = property + (element == null ? "" : "[0]");
            String given = component.getType() == Map.class ? "" : AccessFiles.variable(path);
            row(
                    component.getType() == Map.class ? path + ".NAME" : path,
                    given,
                    standard(parameters[i]),
                    words + kind(element == null ? component.getType() : element));
        }
    }

    private void row(String property, String variable, String standard, String words) {
        page.append("| `").append(property).append("` | ");
        page.append(variable.isEmpty() ? "" : "`" + variable + "`");
        page.append(" | ").append(standard).append(" | ").append(words).append(" |\n");
    }

    private static Constructor<?> canonical(Class<?> settings) {
        Class<?>[] types = Arrays.stream(settings.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return settings.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static @Nullable Class<?> element(RecordComponent component) {
        return component.getType() == List.class
                        && component.getGenericType() instanceof ParameterizedType list
                        && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : null;
    }

    private static String standard(Parameter parameter) {
        DefaultValue value = parameter.getAnnotation(DefaultValue.class);
        if (value != null) {
            String text = String.join(", ", value.value());
            return text.isEmpty() ? "empty" : "`" + text + "`";
        }
        return parameter.getAnnotatedType().isAnnotationPresent(Nullable.class) ? "not set" : "must be given";
    }

    private static String kind(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(one -> "`" + one + "`")
                    .collect(Collectors.joining(", ", " (one of ", ")"));
        }
        if (type == Duration.class) {
            return " (a duration)";
        }
        if (type == Path.class) {
            return " (a path)";
        }
        if (type == URI.class) {
            return " (a URL)";
        }
        if (type == boolean.class || type == Boolean.class) {
            return " (`true` or `false`)";
        }
        boolean number = type == int.class || type == long.class || type == Integer.class || type == BigDecimal.class;
        return number ? " (a number)" : "";
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
