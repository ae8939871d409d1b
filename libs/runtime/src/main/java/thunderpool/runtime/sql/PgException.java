package thunderpool.runtime.sql;

import java.io.Serial;
import java.sql.SQLException;

/** The database failed or refused: the transaction is lost, and what it did comes again. */
public final class PgException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    PgException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
