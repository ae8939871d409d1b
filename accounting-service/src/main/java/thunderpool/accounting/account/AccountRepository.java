package thunderpool.accounting.account;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** Accounts by key, for what people edit; rows by the thousand go through {@link PgAccounts}. */
public interface AccountRepository extends JpaRepository<AccountEntity, Long> {

    Optional<AccountEntity> findByChainAndScript(String chain, byte[] script);
}
