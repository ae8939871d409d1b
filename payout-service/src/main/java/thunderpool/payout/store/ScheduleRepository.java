package thunderpool.payout.store;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** Account schedules by the hexadecimal text of the account's script. */
public interface ScheduleRepository extends JpaRepository<ScheduleEntity, String> {

    List<ScheduleEntity> findBySchemeNameOrderByAccount(String schemeName);
}
