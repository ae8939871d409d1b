package thunderpool.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import thunderpool.runtime.ConsumerLag;
import thunderpool.runtime.KafkaAccess;
import thunderpool.runtime.ServiceApplication;
import thunderpool.runtime.ServiceIdentity;
import thunderpool.runtime.ServiceMain;
import thunderpool.runtime.StatusPublisher;
import thunderpool.runtime.StatusWiring;
import thunderpool.topics.Principal;
import thunderpool.topics.ServiceStatus;

final class StatusPublishingIT {

    @ServiceApplication
    @Import(StatusWiring.class)
    static class Application {
        @Bean
        ServiceIdentity identity(org.springframework.core.env.Environment environment) {
            String password = environment.getProperty("test.password", "");
            KafkaAccess kafka = password.isEmpty()
                    ? KafkaAccess.open(environment.getRequiredProperty("test.bootstrap"))
                    : KafkaAccess.scram(environment.getRequiredProperty("test.bootstrap"), "payout", password);
            return new ServiceIdentity(Principal.PAYOUT, "payout-a", kafka);
        }

        @Bean
        ConsumerLag consumerLag(ServiceIdentity identity, MeterRegistry registry) {
            return new ConsumerLag(identity.kafka(), registry);
        }
    }

    @TempDir
    Path dir;

    @Test
    void aServiceIsSeenWhileItRunsAndSaysWhenItStops() throws Exception {
        try (TestLog log = TestLog.start(dir, List.of(ServiceStatus.OF_PAYOUT))) {
            KafkaAccess access = log.access(Principal.PAYOUT);
            String password = access.password();
            Map<String, String> settings = Map.of(
                    "server.port",
                    "0",
                    // A part of the service only: what its readiness asks is not there.
                    "management.endpoint.health.group.readiness.include",
                    "readinessState",
                    "test.bootstrap",
                    access.bootstrap(),
                    "test.password",
                    password == null ? "" : password);
            try (ConfigurableApplicationContext _ = ServiceMain.embed(Application.class, "payout", settings)) {
                LoggerFactory.getLogger("thunderpool.payout.Payouts").warn("the wallet is low");
                TestLog.await("a ready status with the trouble", () -> said(log).stream()
                        .anyMatch(status -> status.ready()
                                && status.troubles().stream()
                                        .anyMatch(trouble -> trouble.text().equals("the wallet is low"))));
            }
            List<ServiceStatus> said = said(log);
            assertThat(said).allSatisfy(status -> assertThat(status.instance()).isEqualTo("payout-a"));
            assertThat(said.getLast().ready()).isFalse();
            assertThat(said.getLast().reason()).isEqualTo(StatusPublisher.STOPPED);
        }
    }

    private static List<ServiceStatus> said(TestLog log) {
        return log.committed(ServiceStatus.OF_PAYOUT, Principal.DASHBOARD);
    }
}
