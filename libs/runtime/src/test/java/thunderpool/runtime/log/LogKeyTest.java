package thunderpool.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogKeyTest {
    private static List<String> names() {
        return Arrays.stream(LogKey.class.getFields()).map(LogKeyTest::value).toList();
    }

    private static String value(Field key) {
        try {
            return String.valueOf(key.get(null));
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** In JSON a name with dots is a path: what ends at one name cannot go on at another. */
    @Test
    void noNameIsTheBeginningOfAnother() {
        assertThat(names()).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        assertThat(names()).allSatisfy(name -> assertThat(names()).noneMatch(other -> other.startsWith(name + ".")));
    }

    /** Fields of the common schema, or under the pool's own name, where they meet nobody else's. */
    @Test
    void everyNameIsOfTheSchemaOrOurOwn() {
        assertThat(names())
                .allMatch(name -> name.matches("thunderpool\\.[a-z0-9_]+|event\\.(action|reason)|user\\.name"));
    }
}
