package thunderpool.dashboard.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers for requests that the server could not even give to the service: addresses that are none. */
public final class ErrorValve extends ErrorReportValve {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorValve.class);
    private static final int FIRST_ERROR = 400;

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        int status = response.getStatus();
        if (status < FIRST_ERROR || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String path = request.getRequestURI();
        ErrorAnswer answer = ErrorAnswer.of(status, path == null ? "" : path);
        try {
            HttpGuard.secure(response);
            response.setContentType(answer.contentType());
            response.getOutputStream().write(answer.body());
            response.finishResponse();
        } catch (IOException | IllegalStateException gone) {
            LOG.debug("nobody takes the answer any more", gone);
        }
    }
}
