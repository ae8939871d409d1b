/**
 * The admin pages' interface under {@code /api/admin}: who may ask for what, cookies, and turning requests into what
 * operators do.
 *
 * <p>Knows paths, cookies and the words of errors. Does not know SQL, topics or how passwords are checked.
 */
@NullMarked
package thunderpool.dashboard.http.admin;

import org.jspecify.annotations.NullMarked;
