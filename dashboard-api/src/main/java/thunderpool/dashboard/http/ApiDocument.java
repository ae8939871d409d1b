package thunderpool.dashboard.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import thunderpool.dashboard.view.Views;

/**
 * Completes the document that is made from the code: what each name means, which values may be null, that nothing else
 * is sent, and how errors look. Null is read from the records' own marks, so the document cannot promise otherwise.
 */
public final class ApiDocument implements OpenApiCustomizer {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String PROBLEM = "Problem";
    private static final String ANY = "*/*";
    private static final String JSON = "application/json";

    private final Properties terms = new Properties();
    private final Map<String, Class<?>> records = new HashMap<>();

    public ApiDocument() {
        try (Reader reader = new java.io.InputStreamReader(
                new ClassPathResource("dashboard/api-terms.properties").getInputStream(), StandardCharsets.UTF_8)) {
            terms.load(reader);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
        for (Class<?> holder :
                List.of(Views.class, NetworkResource.class, JobsResource.class, CommandsResource.class)) {
            Arrays.stream(holder.getDeclaredClasses())
                    .filter(Class::isRecord)
                    .forEach(record -> records.put(record.getSimpleName(), record));
        }
    }

    @Override
    public void customise(OpenAPI document) {
        var schemas = document.getComponents().getSchemas();
        schemas.put(PROBLEM, problem());
        schemas.forEach((name, schema) -> complete(name, schema, records.get(name)));
        document.getPaths().values().forEach(path -> path.readOperations().forEach(ApiDocument::complete));
    }

    private static Schema<?> problem() {
        Schema<?> problem = typed("object");
        for (String text : List.of("type", "title", "detail", "instance")) {
            problem.addProperty(text, typed("string"));
        }
        problem.addProperty("status", typed("integer"));
        problem.setRequired(List.of("title", "status"));
        return problem;
    }

    private static Schema<?> typed(String type) {
        Schema<?> schema = new Schema<>(SpecVersion.V31);
        schema.setTypes(Set.of(type));
        return schema;
    }

    private void complete(String name, Schema<?> schema, @Nullable Class<?> record) {
        var properties = schema.getProperties();
        if (properties == null) {
            return;
        }
        properties.replaceAll((property, type) -> described(name, property, type));
        schema.setAdditionalProperties(false);
        if (record == null) {
            return;
        }
        List<String> required = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            required.add(component.getName());
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                properties.computeIfPresent(component.getName(), (property, type) -> orNull(type));
            }
        }
        schema.setRequired(required);
    }

    private Schema<?> described(String name, String property, Schema<?> type) {
        String meaning = meaning(name, property);
        return meaning == null ? type : type.description(meaning);
    }

    private @Nullable String meaning(String name, String property) {
        for (String key : List.of(name + "." + property, property)) {
            if (terms.containsKey(key)) {
                return terms.getProperty(key);
            }
        }
        return terms.stringPropertyNames().stream()
                .filter(key -> key.startsWith("ending.") && property.endsWith(key.substring("ending.".length())))
                .findFirst()
                .map(terms::getProperty)
                .orElse(null);
    }

    private static Schema<?> orNull(Schema<?> type) {
        if (type.get$ref() == null) {
            type.addType("null");
            return type;
        }
        Schema<?> either = new Schema<>(SpecVersion.V31);
        Schema<?> plain = new Schema<>(SpecVersion.V31);
        plain.set$ref(type.get$ref());
        either.setAnyOf(List.of(plain, typed("null")));
        either.setDescription(type.getDescription());
        return either;
    }

    private static void complete(Operation operation) {
        operation.getResponses().forEach((status, response) -> {
            Content content = response.getContent();
            if (content != null && content.containsKey(ANY)) {
                MediaType body = content.remove(ANY);
                content.addMediaType(JSON, body);
            }
            if (takesCursor(operation) && status.equals("200")) {
                response.addHeaderObject(
                        "Link",
                        new Header()
                                .description("</api/...?cursor=...>; rel=\"next\" when the list goes on")
                                .schema(typed("string")));
            }
        });
        Schema<?> problem = new Schema<>(SpecVersion.V31);
        problem.set$ref(REFERENCE + PROBLEM);
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("What is wrong, and what to do (RFC 9457); 429 comes with Retry-After")
                                .content(new Content()
                                        .addMediaType("application/problem+json", new MediaType().schema(problem))));
    }

    private static boolean takesCursor(Operation operation) {
        return operation.getParameters() != null
                && operation.getParameters().stream()
                        .anyMatch(parameter -> parameter.getName().equals("cursor"));
    }
}
