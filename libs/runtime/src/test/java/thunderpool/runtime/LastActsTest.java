package thunderpool.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

final class LastActsTest {
    private final List<String> done = new ArrayList<>();
    private final DataSource nobody = new SimpleDriverDataSource();
    private int refusals;

    private final LastActs acts = new LastActs(
            new LastActs.Database() {
                @Override
                public DataSource now() {
                    if (refusals-- > 0) {
                        done.add("refused");
                        throw new IllegalStateException("the database system is starting up");
                    }
                    return nobody;
                }

                @Override
                public void migrate(DataSource now) {
                    assertThat(now).isSameAs(nobody);
                    done.add("migrated");
                }
            },
            () -> done.add("end"));

    /** Fails so often before it succeeds. */
    private void salvage(String what, int failures) {
        int[] left = {failures};
        acts.add(now -> {
            assertThat(now).isSameAs(nobody);
            done.add(what);
            if (left[0]-- > 0) {
                throw new IllegalStateException("too many connections");
            }
        });
    }

    @Test
    void whatCouldNotBeSavedIsTriedAgainBeforeTheEnd() {
        salvage("bodies", 2);
        acts.accept("count 7");
        assertThat(done).containsExactly("bodies", "migrated", "bodies", "bodies", "end");
    }

    @Test
    void whatIsSavedIsNotSavedAgainForTheSakeOfAnother() {
        salvage("bodies", 1);
        salvage("other", 0);
        acts.accept("count 7");
        assertThat(done).containsExactly("bodies", "other", "migrated", "bodies", "end");
    }

    @Test
    void aServerThatIsStartingIsAskedAgain() {
        refusals = 2;
        salvage("bodies", 0);
        acts.accept("count 7");
        // As it is asked to save, and as it is asked for its schema.
        assertThat(done).containsExactly("refused", "refused", "bodies", "end");
    }

    @Test
    void itIsDoneOnceWhoeverNotices() {
        salvage("bodies", 0);
        acts.accept("count 7");
        acts.accept("count 7");
        assertThat(done).containsExactly("bodies", "end");
    }

    @Test
    void withNothingToSaveItEndsAtOnce() {
        acts.accept("count 7");
        assertThat(done).containsExactly("end");
    }
}
