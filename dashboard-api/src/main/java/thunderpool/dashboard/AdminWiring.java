package thunderpool.dashboard;

import jakarta.persistence.EntityManagerFactory;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import thunderpool.dashboard.admin.AdminUserRepository;
import thunderpool.dashboard.admin.AuditLog;
import thunderpool.dashboard.admin.PasswordHashes;
import thunderpool.dashboard.admin.People;
import thunderpool.dashboard.admin.PgLockouts;
import thunderpool.dashboard.admin.PgSessions;
import thunderpool.dashboard.admin.PgSetupCodes;
import thunderpool.dashboard.admin.SecretBox;
import thunderpool.dashboard.admin.SetUp;
import thunderpool.dashboard.admin.SetupCodeFile;
import thunderpool.dashboard.admin.SignIn;
import thunderpool.dashboard.admin.Users;
import thunderpool.dashboard.admin.Vault;
import thunderpool.dashboard.admin.audit.AuditWatch;
import thunderpool.dashboard.admin.audit.PgAudit;
import thunderpool.dashboard.view.DashboardConfig;
import thunderpool.runtime.SharedSecret;
import thunderpool.runtime.sql.PgTransactions;
import thunderpool.runtime.sql.Transactions;

/**
 * The admins' tables and rules as beans. One transaction manager spans JPA and the hand-written SQL: a user's change and its
 * row in the audit log are one.
 */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(basePackageClasses = AdminUserRepository.class)
@EntityScan(basePackageClasses = AdminUserRepository.class)
@ImportAutoConfiguration({HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
class AdminWiring {

    private static final Logger LOG = LoggerFactory.getLogger(AdminWiring.class);

    /** Argon2id at OWASP's second choice: 19 MiB, two passes, one lane; and 16 bytes of salt, 32 of hash. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    @Bean
    PlatformTransactionManager transactionManager(EntityManagerFactory entities) {
        return new JpaTransactionManager(entities);
    }

    @Bean
    Transactions adminTransactions(PlatformTransactionManager manager) {
        return new PgTransactions(manager);
    }

    @Bean
    PgAudit audit(JdbcClient jdbc, PlatformTransactionManager manager) {
        return new PgAudit(jdbc, new TransactionTemplate(manager));
    }

    @Bean
    AuditLog auditLog(PgAudit rows, InstantSource clock) {
        return new AuditLog(rows, clock);
    }

    @Bean
    AuditWatch auditWatch(PgAudit rows) {
        return new AuditWatch(rows);
    }

    /** Ends what ended by itself, and looks whether the audit log is whole. */
    @Bean(destroyMethod = "close")
    ScheduledExecutorService adminPeriodic(People people, AuditWatch watch, Users users) {
        ScheduledExecutorService periodic = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("dashboard-admin").daemon().factory());
        Runnable task = () -> {
            try {
                watch.check();
                people.sweep();
            } catch (RuntimeException failed) {
                LOG.warn("the admins' tables could not be looked after; tried again in an hour", failed);
            }
        };
        var _ = periodic.scheduleWithFixedDelay(task, 0, 1, TimeUnit.HOURS);
        Runnable sealing = () -> {
            try {
                int sealed = users.sealAnew();
                if (sealed > 0) {
                    LOG.info("{} second factors are sealed under the new dashboard.admin.key", sealed);
                }
            } catch (RuntimeException failed) {
                LOG.warn("second factors could not be sealed under the new key; tried again in a minute", failed);
            }
        };
        var _ = periodic.scheduleWithFixedDelay(sealing, 0, 1, TimeUnit.MINUTES);
        return periodic;
    }

    @Bean
    PgSessions adminSessions(JdbcClient jdbc, RandomGenerator random, DashboardConfig config) {
        return new PgSessions(
                jdbc,
                random,
                new PgSessions.Limits(
                        config.admin().sessionIdle(), config.admin().sessionLongest()));
    }

    @Bean
    PgSetupCodes setupCodes(JdbcClient jdbc, RandomGenerator random) {
        return new PgSetupCodes(jdbc, random);
    }

    @Bean
    PgLockouts lockouts(JdbcClient jdbc, PlatformTransactionManager manager) {
        return new PgLockouts(jdbc, new TransactionTemplate(manager));
    }

    @Bean
    People people(
            AdminUserRepository users,
            PgSessions sessions,
            PgLockouts lockouts,
            PgAudit audit,
            Transactions transactions,
            InstantSource clock) {
        return new People(users, sessions, lockouts, audit, transactions, clock);
    }

    @Bean
    Vault vault(DashboardConfig config, RandomGenerator random) {
        byte[] unguessable = new byte[32];
        random.nextBytes(unguessable);
        PasswordHashes hashes = new PasswordHashes(
                new Argon2id(new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES)),
                config.admin().signInsAtOnce(),
                HexFormat.of().formatHex(unguessable));
        // Without a key nobody is made or let in (SessionResource) and no session counts (SessionFilter), so that
        // nothing is
        // ever sealed with this one.
        List<String> nobodys = List.of(HexFormat.of().formatHex(unguessable));
        Optional<SharedSecret> key = config.admin().secret();
        SecretBox box = new SecretBox(() -> key.map(SharedSecret::accepted).orElse(nobodys), random);
        return new Vault(hashes, box, random, config.poolName());
    }

    @Bean
    SignIn signIn(People people, Vault vault) {
        return new SignIn(people, vault);
    }

    @Bean
    SetUp setUp(People people, Vault vault, PgSetupCodes codes, SignIn signIn, DashboardConfig config) {
        return new SetUp(
                people, vault, codes, signIn, new SetupCodeFile(config.admin().setupCodeFile()));
    }

    @Bean
    Users users(People people, Vault vault) {
        return new Users(people, vault);
    }

    private record Argon2id(Argon2PasswordEncoder encoder) implements PasswordHashes.Algorithm {
        @Override
        public String hash(String password) {
            return String.valueOf(encoder.encode(password));
        }

        @Override
        public boolean matches(String password, String hash) {
            return encoder.matches(password, hash);
        }
    }
}
