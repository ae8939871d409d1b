package thunderpool.dashboard.view;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Script;

/** The commands this dashboard sent, with what their owners answered. */
public final class PgCommands {

    private final JdbcClient jdbc;

    public PgCommands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes a command before it is sent, so that its answer finds it. */
    void sent(Hash256 id, String kind, Script account, String author, long atMs) {
        jdbc.sql("insert into commands (command_id, kind, account, author, sent_at_ms) values (?, ?, ?, ?, ?)")
                .params(id.wire(), kind, account.bytes(), author, atMs)
                .update();
    }

    /** How many commands about an account were sent since {@code sinceMs}. */
    int countSince(Script account, long sinceMs) {
        return jdbc.sql("select count(*) from commands where account = ? and sent_at_ms >= ?")
                .params(account.bytes(), sinceMs)
                .query(Integer.class)
                .single();
    }

    public Optional<Views.CommandRow> find(byte[] id) {
        return jdbc.sql("select * from commands where command_id = ?")
                .param(id)
                .query((row, at) -> new Views.CommandRow(
                        HexFormat.of().formatHex(row.getBytes("command_id")),
                        row.getString("kind"),
                        row.getString("author"),
                        Instant.ofEpochMilli(row.getLong("sent_at_ms")),
                        row.getString("outcome"),
                        row.getString("detail")))
                .optional();
    }
}
