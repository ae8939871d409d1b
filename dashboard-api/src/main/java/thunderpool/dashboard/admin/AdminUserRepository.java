package thunderpool.dashboard.admin;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Users by name. */
public interface AdminUserRepository extends JpaRepository<AdminUserEntity, String> {

    /** Nobody else changes the row until the transaction ends: a code can not be used twice at the same moment. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select u from AdminUserEntity u where u.name = ?1")
    Optional<AdminUserEntity> lock(String name);

    /** All owners that can sign in, locked: two owners can not take each other's role at the same moment. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select u from AdminUserEntity u where u.role = Role.OWNER and u.enabled and u.confirmed order by u.name")
    List<AdminUserEntity> lockOwners();

    boolean existsByConfirmedTrue();

    List<AdminUserEntity> findByConfirmedTrueOrderByName();

    List<AdminUserEntity> findByConfirmedFalse();
}
