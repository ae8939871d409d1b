package thunderpool.work;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import thunderpool.bitcoin.Difficulty;

class JobIdTest {

    @Test
    void saysTemplatePlanAndExponent() {
        assertThat(new JobId(0x1a2b, 3, new Difficulty(16)).text()).isEqualTo("00001a2b0310");
        assertThat(new JobId(-1, 0, new Difficulty(-32)).text()).isEqualTo("ffffffff00e0");
    }

    @Test
    void refusesWhatIsNoJobId() {
        assertThat(JobId.parse("")).isEmpty();
        assertThat(JobId.parse("00001a2b031")).isEmpty();
        assertThat(JobId.parse("00001a2b03zz")).isEmpty();
        assertThat(JobId.parse("00001a2b0380")).as("an exponent below -32").isEmpty();
    }

    @Property
    void readsBackInAnyCase(
            @ForAll int template,
            @ForAll @IntRange(max = 255) int plan,
            @ForAll @IntRange(min = -32, max = 127) int exponent) {
        JobId id = new JobId(template, plan, new Difficulty(exponent));
        assertThat(JobId.parse(id.text())).contains(id);
        assertThat(JobId.parse(id.text().toUpperCase(java.util.Locale.ROOT))).contains(id);
    }
}
