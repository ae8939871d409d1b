package thunderpool.dashboard.http;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.configuration.SpringDocSpecPropertiesConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.properties.SwaggerUiConfigProperties;
import org.springdoc.core.properties.SwaggerUiOAuthProperties;
import org.springdoc.webmvc.core.configuration.MultipleOpenApiSupportConfiguration;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springdoc.webmvc.ui.SwaggerConfig;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.LiveStream;
import thunderpool.dashboard.view.PgMiners;

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
@Import({PoolResource.class, MinersResource.class, NetworkResource.class, CommandsResource.class, Problems.class})
public class HttpWiring {

    private static final long HEARTBEAT_MS = 15_000;

    @Bean
    KnownAccounts knownAccounts(Accounts accounts, PgMiners miners) {
        return new KnownAccounts(accounts, miners);
    }

    @Bean
    StreamResource streamResource(LiveStream stream) {
        return new StreamResource(stream, HEARTBEAT_MS);
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
                registry.addMapping("/api/**").allowedOrigins("*").allowedMethods("GET");
            }
        };
    }

    @Bean
    FilterRegistrationBean<HttpGuard> httpGuard() {
        FilterRegistrationBean<HttpGuard> guard = new FilterRegistrationBean<>(new HttpGuard());
        guard.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return guard;
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
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info()
                        .title("Thunder Pool")
                        .version("1")
                        .description(
                                "Amounts are integers in satoshi, times ISO 8601 in UTC, work is in hashes as decimal "
                                        + "strings. Errors are problem+json (RFC 9457)."));
    }
}
