package thunderpool.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import thunderpool.work.Tag;
import thunderpool.work.Template;

final class TemplateLogTest {

    @Test
    void theFirstLogLeavesTheTagAsItIsConfigured() {
        assertThat(TemplateLog.tag("/pool/", 0)).isEqualTo(Tag.ofText("/pool/"));
    }

    @Test
    void everyFurtherLogHasATagOfItsOwn() {
        assertThat(TemplateLog.tag("/pool/", 1)).isEqualTo(Tag.ofText("/pool/#1"));
        assertThat(TemplateLog.tag("/pool/", 12)).isEqualTo(Tag.ofText("/pool/#12"));
    }

    @Test
    void aLongTagMakesRoomForTheNumber() {
        String longest = "x".repeat(Template.TAG_MAX);
        assertThat(TemplateLog.tag(longest, 3)).isEqualTo(Tag.ofText("x".repeat(Template.TAG_MAX - 2) + "#3"));
    }
}
