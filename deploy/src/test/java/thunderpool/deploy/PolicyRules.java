package thunderpool.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the house demands of anything that runs in a cluster, as functions from a workload to what is wrong with it. */
final class PolicyRules {
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(PASSWORD|SECRET|TOKEN|CREDENTIAL|PRIVATE_?KEY|SESSIONKEY|COOKIE)$");
    private static final Pattern URL_PASSWORD = Pattern.compile("//[^/\\s:@]*:[^/\\s@]+@");
    private static final Pattern PINNED =
            Pattern.compile(".+(:v?[0-9]+(\\.[0-9]+)+([-_][A-Za-z0-9._-]+)?|@sha256:[0-9a-f]{64})");

    private PolicyRules() {}

    /** By name, so that a test can say which it breaks. */
    static final Map<String, Function<JsonNode, List<String>>> OF_PODS = Map.of(
            "nobody is root", PolicyRules::root,
            "no container gains rights or writes its root", PolicyRules::containers,
            "each container has requests and limits", PolicyRules::limits,
            "what runs on is probed", PolicyRules::probes,
            "no secret is in an environment variable", PolicyRules::environment,
            "images are pinned", PolicyRules::images,
            "no pod holds a token of the API server", PolicyRules::tokens,
            "no pod shares the machine", PolicyRules::machine);

    static List<String> violations(JsonNode workload) {
        List<String> found = new ArrayList<>();
        OF_PODS.values().forEach(rule -> rule.apply(workload)
                .forEach(wrong ->
                        found.add(workload.path("kind").asText() + " " + Rendered.name(workload) + ": " + wrong)));
        return found;
    }

    static JsonNode pod(JsonNode workload) {
        return workload.path("spec").path("template").path("spec");
    }

    static Stream<JsonNode> containersOf(JsonNode workload) {
        return Stream.concat(
                Rendered.each(pod(workload).path("containers")),
                Rendered.each(pod(workload).path("initContainers")));
    }

    private static List<String> root(JsonNode workload) {
        JsonNode context = pod(workload).path("securityContext");
        List<String> found = new ArrayList<>();
        require(found, context.path("runAsNonRoot").asBoolean(), "may run as root");
        require(found, context.path("runAsUser").asInt() > 0, "has no numeric user");
        require(
                found,
                context.path("seccompProfile").path("type").asText().equals("RuntimeDefault"),
                "has no seccomp profile");
        return found;
    }

    private static List<String> containers(JsonNode workload) {
        List<String> found = new ArrayList<>();
        containersOf(workload).forEach(container -> {
            JsonNode context = container.path("securityContext");
            String name = container.path("name").asText();
            require(found, context.path("readOnlyRootFilesystem").asBoolean(), name + " writes its root");
            require(
                    found,
                    context.has("allowPrivilegeEscalation")
                            && !context.path("allowPrivilegeEscalation").asBoolean(),
                    name + " may gain rights");
            require(
                    found,
                    context.path("capabilities").path("drop").toString().equals("[\"ALL\"]")
                            && !context.path("capabilities").has("add"),
                    name + " keeps capabilities");
            require(found, !context.path("privileged").asBoolean(), name + " is privileged");
        });
        return found;
    }

    private static List<String> limits(JsonNode workload) {
        List<String> found = new ArrayList<>();
        containersOf(workload).forEach(container -> {
            for (String side : List.of("requests", "limits")) {
                for (String of : List.of("cpu", "memory")) {
                    require(
                            found,
                            container.path("resources").path(side).has(of),
                            container.path("name").asText() + " has no " + side + " of " + of);
                }
            }
        });
        return found;
    }

    /** A job ends by itself, a simulated miner serves nobody; everything that listens is asked whether it lives. */
    private static List<String> probes(JsonNode workload) {
        List<String> found = new ArrayList<>();
        Rendered.each(pod(workload).path("containers"))
                .filter(container -> container.has("ports"))
                .forEach(container -> {
                    for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                        require(
                                found,
                                container.has(probe),
                                container.path("name").asText() + " has no " + probe);
                    }
                });
        return found;
    }

    private static List<String> environment(JsonNode workload) {
        List<String> found = new ArrayList<>();
        containersOf(workload)
                .flatMap(container -> Rendered.each(container.path("env")))
                .forEach(variable -> {
                    String name = variable.path("name").asText();
                    require(
                            found,
                            !variable.path("valueFrom").has("secretKeyRef")
                                    && secretIn(name, variable.path("value").asText())
                                            .isEmpty(),
                            name + " holds a secret");
                });
        containersOf(workload)
                .flatMap(container -> Rendered.each(container.path("envFrom")))
                .forEach(from -> require(found, !from.has("secretRef"), "takes a whole secret as environment"));
        return found;
    }

    /** The complaint, when a variable of this name and value gives a secret away. */
    static Optional<String> secretIn(String name, String value) {
        boolean telling = SECRET_NAME.matcher(name).find() && !value.isEmpty();
        return telling || URL_PASSWORD.matcher(value).find() ? Optional.of(name + " holds a secret") : Optional.empty();
    }

    static boolean pinned(String image) {
        return PINNED.matcher(image).matches();
    }

    private static List<String> images(JsonNode workload) {
        List<String> found = new ArrayList<>();
        containersOf(workload)
                .map(container -> container.path("image").asText())
                .forEach(image -> require(found, pinned(image), image + " may be another image tomorrow"));
        return found;
    }

    private static List<String> tokens(JsonNode workload) {
        JsonNode mount = pod(workload).path("automountServiceAccountToken");
        return mount.isBoolean() && !mount.asBoolean() ? List.of() : List.of("gets a token it has no use for");
    }

    private static List<String> machine(JsonNode workload) {
        List<String> found = new ArrayList<>();
        for (String part : Set.of("hostNetwork", "hostPID", "hostIPC")) {
            require(found, !pod(workload).path(part).asBoolean(), "shares " + part);
        }
        Rendered.each(pod(workload).path("volumes"))
                .forEach(volume -> require(found, !volume.has("hostPath"), "mounts a folder of the machine"));
        return found;
    }

    private static void require(List<String> found, boolean holds, String wrong) {
        if (!holds) {
            found.add(wrong);
        }
    }
}
