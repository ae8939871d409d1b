package thunderpool.template.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import thunderpool.runtime.SharedSecret;
import thunderpool.runtime.log.LogEvent;
import thunderpool.runtime.log.LogKey;
import thunderpool.topics.BlockSolved;
import thunderpool.topics.CorruptRecordException;

/**
 * {@code POST /internal/blocks}: the body is a BlockSolved record as its codec writes it, the caller shows the shared
 * secret as {@code Authorization: Bearer SECRET}.
 *
 * <p>Answers 202 once the block is durable here, 503 when it is being submitted but must be brought again, 422 for what
 * is no block of this chain, 400 for bytes that are no record, 401 without the secret, 413 for more than
 * {@value #BODY_MAX} bytes.
 */
@RestController
public final class BlocksResource {

    /** A record is the header, a coinbase and a few names: a fraction of this. */
    static final int BODY_MAX = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(BlocksResource.class);
    private static final String SCHEME = "Bearer ";

    private final HomeRoad home;
    private final SharedSecret secret;

    public BlocksResource(HomeRoad home, SharedSecret secret) {
        this.home = home;
        this.secret = secret;
    }

    @PostMapping(path = "/internal/blocks", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<Void> bring(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestBody byte[] record) {
        return ResponseEntity.status(statusOf(authorization, record)).build();
    }

    private HttpStatus statusOf(@Nullable String authorization, byte[] record) {
        if (authorization == null || !isShown(authorization)) {
            return HttpStatus.UNAUTHORIZED;
        }
        if (record.length > BODY_MAX) {
            return HttpStatus.CONTENT_TOO_LARGE;
        }
        BlockSolved solved;
        try {
            solved = BlockSolved.TOPIC.codec().decode(record);
        } catch (CorruptRecordException e) {
            LOG.atError()
                    .addKeyValue(LogKey.EVENT, LogEvent.BLOCK_REFUSED)
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("a gateway brought {} bytes that are no block", record.length);
            return HttpStatus.BAD_REQUEST;
        }
        return switch (home.bring(solved)) {
            case STORED -> HttpStatus.ACCEPTED;
            case NOT_STORED -> HttpStatus.SERVICE_UNAVAILABLE;
            case REFUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }

    /** Compares each in constant time, so that no secret can be found out byte by byte. */
    private boolean isShown(String authorization) {
        byte[] shown = authorization.getBytes(StandardCharsets.UTF_8);
        boolean known = false;
        for (String accepted : secret.accepted()) {
            known |= MessageDigest.isEqual(shown, (SCHEME + accepted).getBytes(StandardCharsets.UTF_8));
        }
        return known;
    }
}
