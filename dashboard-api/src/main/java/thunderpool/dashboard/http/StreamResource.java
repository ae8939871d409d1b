package thunderpool.dashboard.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import thunderpool.dashboard.view.Accounts;
import thunderpool.dashboard.view.LiveStream;

/**
 * Server-sent events: blocks, payouts, epochs, new jobs, and the pool's figures every few seconds.
 *
 * <p>A client's stream is written by its own request thread, a virtual one, until the client leaves: that is noticed at
 * the next event or heartbeat, which can no longer be written.
 */
@RestController
@RequestMapping("/api")
@Tag(name = "Stream")
public final class StreamResource {

    private static final String BEGINNING = "retry: 5000\n\n";
    private static final String HEARTBEAT = ": still here\n\n";

    private final LiveStream stream;
    private final Accounts accounts;
    private final ClientAddress clients;
    private final long heartbeatMs;

    /** @param heartbeatMs longest silence on a stream */
    public StreamResource(LiveStream stream, Accounts accounts, ClientAddress clients, long heartbeatMs) {
        this.stream = stream;
        this.accounts = accounts;
        this.clients = clients;
        this.heartbeatMs = heartbeatMs;
    }

    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            summary = "Live events: stats, block, payout, epoch, job; each with the JSON of its REST row",
            description = "With an account, also its judged shares as they come, five a second at most: event share.")
    @ApiResponse(
            responseCode = "200",
            description = "text/event-stream, until one side leaves",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    public void stream(
            @Parameter(description = "address whose shares are told too") @RequestParam(required = false) @Nullable
                    String account,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        LiveStream.Wish wish = new LiveStream.Wish(
                clients.counted(request), clients.site(request), account == null ? null : accounts.parse(account));
        try (LiveStream.Listener listener = stream.listen(wish).orElseThrow(TooManyStreamsException::new)) {
            ShallowEtagHeaderFilter.disableContentCaching(request);
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8.name());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            pump(listener, response.getOutputStream());
        }
    }

    private void pump(LiveStream.Listener listener, OutputStream out) {
        try {
            write(out, BEGINNING);
            while (!listener.hasEnded()) {
                LiveStream.Event event = listener.next(heartbeatMs);
                if (!listener.hasEnded()) {
                    write(
                            out,
                            event == null ? HEARTBEAT : "event: " + event.name() + "\ndata: " + event.json() + "\n\n");
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (IOException clientLeft) {
            listener.close();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
