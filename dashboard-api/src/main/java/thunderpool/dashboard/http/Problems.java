package thunderpool.dashboard.http;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import thunderpool.bitcoin.AddressException;
import thunderpool.dashboard.view.BadCursorException;

/** Errors as problem+json (RFC 9457), in words a person can act on; before Boot's own, which name Java's types. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class Problems {

    private static final String STREAM_RETRY_SECONDS = "30";

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    public ProblemDetail notFound(NotFoundException missing) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, text(missing));
    }

    @ExceptionHandler
    public ProblemDetail badRequest(BadRequestException bad) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, text(bad));
    }

    @ExceptionHandler
    public ProblemDetail badAddress(AddressException bad) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "This address can not be used here: " + text(bad) + ".");
    }

    @ExceptionHandler
    public ProblemDetail badParameter(MethodArgumentTypeMismatchException bad) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "\"" + bad.getName() + "\" is not a number.");
    }

    @ExceptionHandler
    public ProblemDetail badCursor(BadCursorException bad) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, text(bad));
    }

    @ExceptionHandler
    public ResponseEntity<ProblemDetail> busy(TooManyStreamsException full) {
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header(HttpHeaders.RETRY_AFTER, STREAM_RETRY_SECONDS)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, text(full)));
    }

    @ExceptionHandler
    public ProblemDetail unreadable(HttpMessageNotReadableException bad) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "The body is not the JSON this path expects.");
    }

    @ExceptionHandler
    public ProblemDetail databaseAway(DataAccessException away) {
        LOG.warn("the read models can not be read", away);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The figures can not be read at the moment; mining and payouts do not depend on them.");
    }

    /** Of a path without a resource: people get a page. */
    @ExceptionHandler
    public ResponseEntity<byte[]> nowhere(NoResourceFoundException missing, HttpServletRequest request) {
        ErrorAnswer answer = ErrorAnswer.of(HttpStatus.NOT_FOUND.value(), request.getServletPath());
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.parseMediaType(answer.contentType()))
                .body(answer.body());
    }

    private static String text(RuntimeException problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : message;
    }
}
