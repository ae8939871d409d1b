package thunderpool.payout.store;

import org.springframework.data.jpa.repository.JpaRepository;

/** Payment schemes by name. */
public interface SchemeRepository extends JpaRepository<SchemeEntity, String> {}
