package thunderpool.payout;

import jakarta.persistence.EntityManagerFactory;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import thunderpool.payout.store.PgFigures;
import thunderpool.payout.store.PgPayoutStore;
import thunderpool.payout.store.ScheduleRepository;
import thunderpool.payout.store.SchemeRepository;
import thunderpool.runtime.MarkedPool;
import thunderpool.runtime.PgLease;
import thunderpool.runtime.PgOutbox;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.sql.PgSql;
import thunderpool.runtime.sql.PgTransactions;
import thunderpool.runtime.sql.Transactions;

/**
 * The saga's tables. One transaction manager spans JPA, the hand-written SQL, the outbox, the positions and the fence: all
 * of them see the same connection.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PayoutConfig.class)
@EnableJpaRepositories(basePackageClasses = SchemeRepository.class)
@EntityScan(basePackageClasses = SchemeRepository.class)
@ImportAutoConfiguration({HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
class PayoutStorageWiring {

    @Bean
    MarkedPool dataSource(PayoutConfig config) {
        return config.database()
                .open("payout", "db/payout", "db/runtime/outbox", "db/runtime/positions", "db/runtime/leases");
    }

    @Bean
    PlatformTransactionManager transactionManager(EntityManagerFactory entities) {
        return new JpaTransactionManager(entities);
    }

    @Bean
    PgOutbox outbox(DataSource dataSource) {
        return new PgOutbox(new JdbcTemplate(dataSource));
    }

    @Bean
    PgPositions positions(MarkedPool dataSource) {
        return PgPositions.in(dataSource);
    }

    @Bean
    PgLease leases(DataSource dataSource) {
        return new PgLease(new JdbcTemplate(dataSource));
    }

    @Bean
    Transactions transactions(PlatformTransactionManager manager) {
        return new PgTransactions(manager);
    }

    @Bean
    PgPayoutStore.Tables tables(
            DataSource dataSource,
            Transactions transactions,
            SchemeRepository schemes,
            ScheduleRepository schedules,
            PgOutbox outbox,
            PgLease leases) {
        PgSql sql = new PgSql(new TransactionAwareDataSourceProxy(dataSource));
        return new PgPayoutStore.Tables(transactions, sql, schemes, schedules, outbox, leases);
    }

    @Bean
    PgFigures figures(PgPayoutStore.Tables tables) {
        return new PgFigures(tables.sql());
    }
}
