package thunderpool.dashboard.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import java.time.InstantSource;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.RemoteIpValve;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.configuration.SpringDocSpecPropertiesConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.dashboard.view.LiveStream;
import thunderpool.dashboard.view.MinerDesk;
import thunderpool.dashboard.view.PgLists;
import thunderpool.dashboard.view.PgMiners;
import thunderpool.dashboard.view.PgWorkers;
import thunderpool.dashboard.view.RecentShares;

/** The REST interface as beans: resources, errors, headers, CORS, ETags and the document that describes it. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    SpringDocConfiguration.class,
    SpringDocConfigProperties.class,
    SpringDocSpecPropertiesConfiguration.class,
    SpringDocWebMvcConfiguration.class,
    MultipleOpenApiSupportConfiguration.class,
    SwaggerConfig.class,
    SwaggerUiConfigProperties.class,
    SwaggerUiOAuthProperties.class
})
@Import({
    PoolResource.class,
    ListsResource.class,
    MinersResource.class,
    CsvResource.class,
    HistoryResource.class,
    NetworkResource.class,
    JobsResource.class,
    CommandsResource.class,
    ErrorPages.class,
    Problems.class
})
public class HttpWiring {

    private static final long HEARTBEAT_MS = 15_000;

    @Bean
    KnownAccounts knownAccounts(Accounts accounts, PgMiners miners) {
        return new KnownAccounts(accounts, miners);
    }

    @Bean
    MinersResource.Sources minerSources(
            PgMiners miners, PgWorkers workers, PgLists lists, MinerDesk desk, RecentShares recent) {
        return new MinersResource.Sources(miners, workers, lists, desk, recent);
    }

    @Bean
    ClientAddress clientAddress(DashboardConfig config) {
        return new ClientAddress(config.limits().loopback());
    }

    @Bean
    StreamResource streamResource(LiveStream stream, Accounts accounts, ClientAddress clients) {
        return new StreamResource(stream, accounts, clients, HEARTBEAT_MS);
    }

    @Bean
    WebPages webPages() {
        return new WebPages();
    }

    /** Anyone's page may read the pool's figures; only its own may send commands. */
    @Bean
    WebMvcConfigurer cors() {
        return new WebMvcConfigurer() {
            @Override
            public void addCorsMappings(CorsRegistry registry) {
                // No other site's page may read what an admin sees.
                registry.addMapping("/api/admin/**").allowedOrigins().allowedMethods();
                registry.addMapping("/api/**")
                        .allowedOrigins("*")
                        .allowedMethods("GET", "HEAD")
                        .exposedHeaders(HttpHeaders.LINK, HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER);
            }
        };
    }

    /** Only a proxy the operator named may say whom it speaks for; anyone could write the header. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> believedProxies(DashboardConfig config) {
        return factory -> {
            if (!config.limits().proxies().isEmpty()) {
                RemoteIpValve valve = new RemoteIpValve();
                valve.setInternalProxies(config.limits().proxies());
                valve.setRemoteIpHeader("X-Forwarded-For");
                valve.setProtocolHeader("X-Forwarded-Proto");
                factory.addEngineValves(valve);
            }
        };
    }

    /** Also for requests that are refused before any filter sees them. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> errorPagesOfTheServer() {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ErrorValve.class.getName());
            }
        });
    }

    @Bean
    FilterRegistrationBean<ActuatorGate> actuatorGate() {
        FilterRegistrationBean<ActuatorGate> gate = new FilterRegistrationBean<>(new ActuatorGate());
        gate.addUrlPatterns("/actuator", "/actuator/*");
        gate.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return gate;
    }

    @Bean
    FilterRegistrationBean<VersionAlias> versionAlias() {
        FilterRegistrationBean<VersionAlias> alias = new FilterRegistrationBean<>(new VersionAlias());
        alias.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return alias;
    }

    @Bean
    FilterRegistrationBean<HttpGuard> httpGuard() {
        FilterRegistrationBean<HttpGuard> guard = new FilterRegistrationBean<>(new HttpGuard());
        guard.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        return guard;
    }

    @Bean
    FilterRegistrationBean<RateLimit> rateLimit(
            DashboardConfig config, ClientAddress clients, InstantSource clock, MeterRegistry registry) {
        DashboardConfig.Limits limits = config.limits();
        Counter refused = Counter.builder("thunderpool_api_refused")
                .description("Requests answered 429 because their client asked too fast")
                .register(registry);
        TokenBuckets buckets = new TokenBuckets(limits.requestsPerSecond(), limits.burst(), limits.clients());
        FilterRegistrationBean<RateLimit> limit =
                new FilterRegistrationBean<>(new RateLimit(buckets, clients, clock, refused));
        limit.addUrlPatterns("/api/*");
        limit.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return limit;
    }

    /** Weak, because a strong one would keep the connector from compressing. */
    @Bean
    FilterRegistrationBean<ShallowEtagHeaderFilter> etags() {
        ShallowEtagHeaderFilter filter = new ShallowEtagHeaderFilter();
        filter.setWriteWeakETag(true);
        FilterRegistrationBean<ShallowEtagHeaderFilter> etags = new FilterRegistrationBean<>(filter);
        etags.addUrlPatterns("/api/*");
        return etags;
    }

    @Bean
    ApiDocument apiDocument() {
        return new ApiDocument();
    }

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title("Thunder Pool")
                        .version("1")
                        .description(
                                "Amounts are integers in satoshi, times ISO 8601 in UTC, work is in hashes as decimal "
                                        + "strings. Lists go on at the address in the Link header. Errors are "
                                        + "problem+json (RFC 9457). Every path is also served under /api/v1."));
    }
}
