package thunderpool.accounting;

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
import thunderpool.accounting.account.AccountRepository;
import thunderpool.accounting.account.PgAccounts;
import thunderpool.accounting.epoch.PgEpochBook;
import thunderpool.accounting.ledger.PgAlarms;
import thunderpool.accounting.ledger.PgLedger;
import thunderpool.accounting.payout.PgReservations;
import thunderpool.accounting.reward.PgBlockBook;
import thunderpool.accounting.reward.PgFees;
import thunderpool.accounting.window.PgContributions;
import thunderpool.accounting.window.PgSeals;
import thunderpool.runtime.KafkaLogReplay;
import thunderpool.runtime.MarkedPool;
import thunderpool.runtime.PgOutbox;
import thunderpool.runtime.PgPositions;
import thunderpool.runtime.sql.PgSql;
import thunderpool.runtime.sql.PgTransactions;
import thunderpool.runtime.sql.Transactions;

/**
 * The core over PostgreSQL. One transaction manager spans JPA, the hand-written SQL and the outbox: all of them see the
 * same connection.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccountingConfig.class)
@EnableJpaRepositories(basePackageClasses = AccountRepository.class)
@EntityScan(basePackageClasses = AccountRepository.class)
@ImportAutoConfiguration({HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class})
class AccountingStorageWiring {

    @Bean
    MarkedPool dataSource(AccountingConfig config) {
        return config.database()
                .open("accounting", "db/accounting", "db/runtime/outbox", "db/runtime/positions", "db/runtime/leases");
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
    PgPositions pgPositions(MarkedPool dataSource) {
        return PgPositions.in(dataSource);
    }

    @Bean
    Transactions transactions(PlatformTransactionManager manager) {
        return new PgTransactions(manager);
    }

    @Bean
    Stores stores(AccountingConfig config, DataSource dataSource, AccountRepository accounts, PgOutbox outbox) {
        PgSql sql = new PgSql(new TransactionAwareDataSourceProxy(dataSource));
        String chain = config.chain();
        return new Stores(
                new PgAccounts(sql, accounts, chain),
                new PgContributions(sql, chain),
                new PgSeals(sql),
                new PgLedger(sql, chain),
                new PgAlarms(sql),
                new PgBlockBook(sql, chain),
                new PgFees(sql),
                new PgEpochBook(sql),
                new PgReservations(sql),
                new PgCommandAnswers(sql),
                outbox::append);
    }

    @Bean
    Accounting accounting(AccountingConfig config, Stores stores, Transactions transactions, PgPositions positions) {
        Accounting accounting = new Accounting(
                config.rules(),
                stores,
                transactions,
                positions::advance,
                new SpokenLog(new KafkaLogReplay(config.kafka())));
        accounting.start();
        return accounting;
    }
}
