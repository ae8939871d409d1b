package thunderpool.dashboard.http.admin;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import thunderpool.dashboard.http.BadRequestException;

/** Long lists in pieces: the next piece is behind the last row of this one, named in the header Link. */
final class Pages {

    private static final int ROWS_MAX = 500;

    private Pages() {}

    static int limit(int limit) {
        if (limit < 1 || limit > ROWS_MAX) {
            throw new BadRequestException("limit must be between 1 and " + ROWS_MAX + ", not " + limit + ".");
        }
        return limit;
    }

    /** A cursor that is a number that rows must be below. */
    static long before(String cursor) {
        try {
            return cursor.isEmpty() ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException unknown) {
            throw new BadRequestException("cursor must be one that a Link header gave.");
        }
    }

    /** A place in a list that is ordered by time, then by id. */
    static final class Place {
        private final long ms;
        private final byte[] id;

        private Place(long ms, byte[] id) {
            this.ms = ms;
            this.id = id;
        }

        long ms() {
            return ms;
        }

        byte[] id() {
            return id.clone();
        }

        static String of(Instant at, String hexId) {
            return at.toEpochMilli() + "." + hexId;
        }

        static Place parse(String cursor) {
            if (cursor.isEmpty()) {
                return new Place(Long.MAX_VALUE, new byte[0]);
            }
            int dot = cursor.indexOf('.');
            try {
                return new Place(
                        before(dot < 0 ? "?" : cursor.substring(0, dot)),
                        HexFormat.of().parseHex(cursor.substring(dot + 1)));
            } catch (IllegalArgumentException notHex) {
                throw new BadRequestException("cursor must be one that a Link header gave.");
            }
        }
    }

    /** @param rows one more than {@code limit} when there is more */
    static <T> ResponseEntity<List<T>> reply(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return ResponseEntity.ok(rows);
        }
        List<T> shown = List.copyOf(rows.subList(0, limit));
        String next = ServletUriComponentsBuilder.fromCurrentRequest()
                .replaceQueryParam("cursor", cursor.apply(shown.getLast()))
                .scheme(null)
                .host(null)
                .port(null)
                .build()
                .toUriString();
        return ResponseEntity.ok()
                .header(HttpHeaders.LINK, "<" + next + ">; rel=\"next\"")
                .body(shown);
    }
}
