package thunderpool.runtime;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a composition root imports to be seen by operators; it needs a {@link ServiceIdentity} and a {@link ConsumerLag}. */
@Configuration(proxyBeanMethods = false)
public class StatusWiring {
    @Bean
    TroubleLog troubleLog(ServiceIdentity identity) {
        return new TroubleLog(identity.service().label());
    }

    @Bean
    StatusPublisher statusPublisher(
            ServiceIdentity identity,
            HealthEndpoint health,
            ConsumerLag lag,
            TroubleLog troubles,
            ObjectProvider<Figures> figures) {
        var sources = new StatusPublisher.Sources(
                new Readiness(() -> health.healthForPath("readiness")),
                lag::lags,
                troubles::newestFirst,
                () -> figures.orderedStream().toList());
        return new StatusPublisher(identity, sources);
    }
}
