package thunderpool.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineAssemblerTest {
    private final LineAssembler assembler = new LineAssembler(10);
    private final List<String> lines = new ArrayList<>();

    private boolean feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return assembler.feed(
                bytes,
                0,
                bytes.length,
                (line, from, to) -> lines.add(new String(line, from, to - from, StandardCharsets.UTF_8)));
    }

    @Test
    void splitsPipelinedLinesAndDropsCarriageReturns() {
        assertThat(feed("a\r\n\n\r\nbc\nd")).isTrue();
        assertThat(lines).containsExactly("a", "bc");
        feed("e\n");
        assertThat(lines).containsExactly("a", "bc", "de");
    }

    @Test
    void refusesLinesBeyondTheLimitHoweverTheyArrive() {
        assertThat(feed("0123456789\n")).isTrue();
        assertThat(feed("01234567890\n")).isFalse();
        LineAssembler split = new LineAssembler(10);
        assertThat(split.feed(new byte[6], 0, 6, (line, from, to) -> true)).isTrue();
        assertThat(split.feed(new byte[6], 0, 6, (line, from, to) -> true)).isFalse();
    }

    @Test
    void stopsWhenTheReceiverIsDone() {
        byte[] bytes = "a\nb\n".getBytes(StandardCharsets.UTF_8);
        assembler.feed(bytes, 0, bytes.length, (line, from, to) -> {
            lines.add("one");
            return false;
        });
        assertThat(lines).containsExactly("one");
    }
}
