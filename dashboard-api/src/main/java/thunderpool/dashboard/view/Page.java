package thunderpool.dashboard.view;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list, and where it goes on.
 *
 * @param rows in the list's order
 * @param next opaque place behind the last row, null when the list ends here
 */
public record Page<T>(List<T> rows, @Nullable String next) {

    /** A row and its place in the list's order. */
    record Placed<T>(T row, Place place) {}

    /**
     * A place in a list: the values its rows are ordered by, as text. Opaque to clients, who get it in base64.
     *
     * @param keys of the last row before the place
     */
    record Place(List<String> keys) {

        private static final char BETWEEN = ' ';

        Place {
            keys = List.copyOf(keys);
        }

        static Place of(Object... keys) {
            return new Place(java.util.Arrays.stream(keys).map(String::valueOf).toList());
        }

        String text() {
            byte[] plain = String.join(String.valueOf(BETWEEN), keys).getBytes(StandardCharsets.UTF_8);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
        }

        /** @throws BadCursorException when it is not what {@link #text} gave for so many keys */
        static Place parse(String cursor, int keys) {
            try {
                String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
                List<String> parts = List.of(plain.split(String.valueOf(BETWEEN), -1));
                if (parts.size() == keys) {
                    return new Place(parts);
                }
            } catch (IllegalArgumentException notBase64) {
                throw new BadCursorException();
            }
            throw new BadCursorException();
        }

        long number(int key) {
            try {
                return Long.parseLong(keys.get(key));
            } catch (NumberFormatException notANumber) {
                throw new BadCursorException();
            }
        }

        byte[] bytes(int key) {
            try {
                return java.util.HexFormat.of().parseHex(keys.get(key));
            } catch (IllegalArgumentException notHex) {
                throw new BadCursorException();
            }
        }
    }

    public Page {
        rows = List.copyOf(rows);
    }

    /** From rows of which one more than {@code limit} was asked for, to see whether the list goes on. */
    static <T> Page<T> of(List<Placed<T>> found, int limit) {
        List<T> rows = found.stream().limit(limit).map(Placed::row).toList();
        return new Page<>(
                rows, found.size() > limit ? found.get(limit - 1).place().text() : null);
    }

    /** The same rows, seen differently. */
    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(rows.stream().map(view).toList(), next);
    }
}
