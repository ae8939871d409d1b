package thunderpool.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import thunderpool.runtime.log.ServiceEncoder;

/**
 * How every service starts. Its settings come from {@code <service>.yml} on the class path, over it the same file in
 * the working directory or {@code ./config}, environment variables and {@code --name=value} arguments, in Boot's order. No service reads
 * {@code application.yml}, so six of them can live in one JVM and none sees another's.
 */
public final class ServiceMain {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceMain.class);

    /** What an event is about stands behind its words. */
    private static final String WORDS = " : %replace(%m %kvp){' $',''}%n%wEx";

    /** Boot's own lines but for that. */
    private static final String ON_SCREEN = "%clr(%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}){faint} %clr(%5p) [%15.15t] "
            + "%clr(%-40.40logger{39}){cyan}" + WORDS;

    private static final String IN_FILE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p [%t] %-40.40logger{39}" + WORDS;

    private ServiceMain() {}

    /** A service's own main: runs until the process is told to stop, then drains and closes in order. */
    public static ConfigurableApplicationContext run(Class<?> application, String service, String[] args) {
        return start(application, service, args, true);
    }

    /**
     * A service among others in one JVM. Whoever starts it closes it. Its threads are of a group named after it, which says
     * whose a line of the log is when a library wrote it.
     *
     * @param settings stronger than files and environment, which all services of a JVM share
     */
    public static ConfigurableApplicationContext embed(
            Class<?> application, String service, Map<String, String> settings) {
        List<String> args = new ArrayList<>();
        settings.forEach((name, value) -> args.add("--" + name + "=" + value));
        FutureTask<ConfigurableApplicationContext> start =
                new FutureTask<>(() -> start(application, service, args.toArray(String[]::new), false));
        new Thread(new ThreadGroup(service), start, service + "-start").start();
        return started(service, start);
    }

    private static ConfigurableApplicationContext started(
            String service, Future<ConfigurableApplicationContext> start) {
        try {
            return start.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(service + " did not start", failed.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + service + " started", e);
        }
    }

    private static ConfigurableApplicationContext start(
            Class<?> application, String service, String[] args, boolean ownsProcess) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .bannerMode(Banner.Mode.OFF)
                .registerShutdownHook(ownsProcess)
                .logStartupInfo(ownsProcess)
                .properties(defaults(service))
                .listeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>)
                        ready -> ServiceEncoder.introduce(service, ready.getEnvironment()))
                .run(withName(service, args));
        printConfiguration(service, context);
        return context;
    }

    /** An argument, because it must win over an environment variable of the same name meant for other programs. */
    private static String[] withName(String service, String[] args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--spring.config.name=" + service);
        return all.toArray(String[]::new);
    }

    /** Weakest of all sources: a service's file overrides what it needs different. */
    private static Map<String, Object> defaults(String service) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        defaults.put("spring.application.name", service);
        defaults.put("logging.pattern.console", ON_SCREEN);
        defaults.put("logging.pattern.file", IN_FILE);
        defaults.put("logging.structured.ecs.service.node-name", "${" + service + ".instance:}");
        defaults.put("spring.jmx.enabled", "false");
        defaults.put("server.shutdown", "graceful");
        defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "25s");
        defaults.put("management.endpoints.web.exposure.include", "health,prometheus");
        defaults.put("management.endpoint.health.probes.enabled", "true");
        defaults.put("management.endpoint.health.show-components", "always");
        defaults.put("spring.mvc.problemdetails.enabled", "true");
        return defaults;
    }

    private static void printConfiguration(String service, ConfigurableApplicationContext context) {
        context.getBeansWithAnnotation(ConfigurationProperties.class).values().stream()
                .filter(Record.class::isInstance)
                .map(Record.class::cast)
                .forEach(config -> LOG.info(
                        "{} is configured with\n  {}", service, String.join("\n  ", ConfigPrinter.lines(config))));
    }
}
