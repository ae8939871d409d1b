package thunderpool.dashboard.http;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;
import thunderpool.dashboard.view.Page;

/** Lists go over the wire as arrays; where one goes on stands in the Link header (RFC 8288). */
public final class Paging {

    static final int ROWS_MAX = 1000;
    static final String ROWS = "50";

    private Paging() {}

    /**
     * @return the number itself
     * @throws BadRequestException outside 1 to {@value #ROWS_MAX}
     */
    public static int rows(int limit) {
        return Limits.between("limit", limit, 1, ROWS_MAX);
    }

    /** The rows, and the address of the next page if there is one: this request's own with another cursor. */
    public static <T> ResponseEntity<List<T>> answer(Page<T> page) {
        String next = page.next();
        if (next == null) {
            return ResponseEntity.ok(page.rows());
        }
        UriComponentsBuilder here = ServletUriComponentsBuilder.fromCurrentRequest();
        String address =
                here.replaceQueryParam("cursor", next).build(true).toUri().getRawPath()
                        + "?"
                        + here.build(true).toUri().getRawQuery();
        return ResponseEntity.ok()
                .header(HttpHeaders.LINK, "<" + address + ">; rel=\"next\"")
                .body(page.rows());
    }
}
