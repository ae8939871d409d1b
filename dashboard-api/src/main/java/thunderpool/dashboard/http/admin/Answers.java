package thunderpool.dashboard.http.admin;

import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import thunderpool.dashboard.admin.Answer;

/** From what came of a wish to a reply. */
final class Answers {

    private Answers() {}

    static <T> ResponseEntity<Object> reply(Answer<T> answer, Function<T, Object> body) {
        return switch (answer) {
            case Answer.Done<T>(T value) -> ResponseEntity.ok(body.apply(value));
            case Answer.No<T>(Answer.Why why, String text, long seconds) -> no(why, text, seconds);
        };
    }

    private static ResponseEntity<Object> no(Answer.Why why, String text, long seconds) {
        HttpStatus status =
                switch (why) {
                    case WRONG -> HttpStatus.UNAUTHORIZED;
                    case USER_LOCKED -> HttpStatus.LOCKED;
                    case ADDRESS_LOCKED -> HttpStatus.TOO_MANY_REQUESTS;
                    case BUSY, CLOSED -> HttpStatus.SERVICE_UNAVAILABLE;
                    case INVALID -> HttpStatus.BAD_REQUEST;
                    case UNKNOWN -> HttpStatus.NOT_FOUND;
                    case CONFLICT -> HttpStatus.CONFLICT;
                    case FORBIDDEN -> HttpStatus.FORBIDDEN;
                };
        String detail = seconds > 0 ? text + " Please try again in " + seconds + " s." : text;
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        if (seconds > 0) {
            return ResponseEntity.status(status)
                    .header(HttpHeaders.RETRY_AFTER, String.valueOf(seconds))
                    .body(problem);
        }
        return ResponseEntity.status(status).body(problem);
    }
}
