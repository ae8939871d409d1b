package thunderpool.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.ConfigurableApplicationContext;
import thunderpool.topics.Principal;
import thunderpool.topics.Topics;

/**
 * Brings a broker to what the suite declares, then ends: the services' users, every topic, every right. Run once before the
 * services start and again before an upgrade, where no operator of Kafka's does it from manifests. It is in every service's
 * image, since each holds this library. Services themselves may not create topics.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProvisionApplication.Settings.class)
public class ProvisionApplication {
    private static final Logger LOG = LoggerFactory.getLogger(ProvisionApplication.class);
    private static final int ITERATIONS = 4096;

    /**
     * @param kafka as whom: a principal that may create users, topics and rights
     * @param replicas copies of each partition
     * @param inSyncMin copies that must have a record before it is acknowledged
     * @param passwords folder with a file per service, named by its principal and holding its SCRAM password alone; without
     *     one users are left as they are
     */
    @ConfigurationProperties("provision")
    public record Settings(
            @DefaultValue KafkaAccess kafka,
            @DefaultValue("3") short replicas,
            @DefaultValue("2") short inSyncMin,
            @Nullable Path passwords) {}

    public static void main(String[] args) {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--spring.config.name=provision");
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ProvisionApplication.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run(all.toArray(String[]::new))) {
            provision(context.getBean(Settings.class));
        }
    }

    static void provision(Settings settings) {
        if (settings.passwords() != null) {
            setPasswords(settings.kafka(), settings.passwords());
        }
        TopicProvisioner.provision(
                settings.kafka(),
                Topics.ALL,
                new TopicProvisioner.Replication(settings.replicas(), settings.inSyncMin()));
        LOG.info("the broker has the {} topics of the suite", Topics.ALL.size());
    }

    private static void setPasswords(KafkaAccess access, Path folder) {
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        for (Principal principal : Principal.values()) {
            users.add(new UserScramCredentialUpsertion(
                    principal.label(),
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, ITERATIONS),
                    password(folder.resolve(principal.label()))));
        }
        try (Admin admin = Admin.create(access.clientProperties())) {
            admin.alterUserScramCredentials(users).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refuses to set the services' passwords: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while passwords were set", e);
        }
    }

    private static String password(Path file) {
        try {
            return PasswordFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the password file " + file, e);
        }
    }
}
