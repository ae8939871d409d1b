package thunderpool.accounting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import thunderpool.runtime.TestDatabase;

/** A database of the first release, with a story in it, is brought to the newest schema: nothing starts empty in life. */
class UpgradeTest {

    private static final String FIRST_RELEASE = """
            insert into accounts (chain, script, scheme_tag, created_at_ms) values ('c', '\\x0014aa', 'blocks', 1);
            insert into epochs values (7, 420, 479, 10, 1000, 1, 5000000000, 1);
            insert into blocks (block_id, version, state, height, reward, nbits, finder_script, finder_worker,
                                reward_system, finder_scheme, slice, split)
            values (decode(repeat('01', 32), 'hex'), 1, 'FOUND', 1, 5000000000, 1, '\\x0014aa', '', 0, 'blocks', 430, true),
                   (decode(repeat('02', 32), 'hex'), 2, 'ORPHANED', 2, 5000000000, 1, '\\x0014aa', '', 0, 'blocks', 440, true),
                   (decode(repeat('03', 32), 'hex'), 1, 'FOUND', 3, 5000000000, 1, '\\x0014aa', '', 0, 'blocks', 500, false);
            insert into block_changes
            values (decode(repeat('01', 32), 'hex'), 1, 'FOUND', 430, 1),
                   (decode(repeat('02', 32), 'hex'), 1, 'FOUND', 440, 1),
                   (decode(repeat('02', 32), 'hex'), 2, 'ORPHANED', 441, 2),
                   (decode(repeat('03', 32), 'hex'), 1, 'FOUND', 500, 1);
            """;

    @Test
    void blocksOfTheFirstReleaseKeepTheEpochThatStatedThem() {
        try (TestDatabase database = TestDatabase.fresh()) {
            Flyway.configure()
                    .dataSource(database.dataSource())
                    .locations("classpath:db/accounting")
                    .table("flyway_db_accounting")
                    .target("1")
                    .load()
                    .migrate();
            database.jdbc().execute(FIRST_RELEASE);

            database.migrate("db/accounting");

            assertThat(database.jdbc()
                            .queryForList("select coalesce(stated_epoch, -1) from blocks order by height", Long.class))
                    .isEqualTo(List.of(7L, -1L, -1L));
        }
    }
}
