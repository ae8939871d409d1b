package thunderpool.dashboard.admin.command;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import thunderpool.topics.AdminCommand;

/** The commands that admins sent, with what their owners answered: that is written where answers are folded. */
public final class PgAdminCommands {

    /**
     * A command as people read it.
     *
     * @param outcome {@code pending}, {@code applied} or {@code refused}
     * @param detail the version of the thing after it, or why it was refused
     */
    public record Row(
            String commandId,
            String owner,
            String kind,
            Map<String, String> fields,
            String reason,
            String author,
            @Nullable Long expectedVersion,
            Instant sentAt,
            String outcome,
            String detail,
            @Nullable Instant answeredAt) {}

    private final JdbcClient jdbc;

    public PgAdminCommands(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes a command before it is sent, so that its answer finds it. */
    void sent(AdminCommand command, String subject) {
        jdbc.sql("insert into admin_commands values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', '', 0)")
                .params(
                        command.id().wire(),
                        command.owner().label(),
                        command.kind(),
                        packed(command.fields()),
                        subject,
                        command.reason(),
                        command.author(),
                        command.expectedVersion(),
                        command.atMs())
                .update();
    }

    public Optional<Row> find(byte[] id) {
        return jdbc.sql("select * from admin_commands where command_id = ?")
                .param(id)
                .query((row, at) -> row(row))
                .optional();
    }

    /**
     * Newest first.
     *
     * @param beforeMs only what was sent before, or at that time with a smaller id
     */
    public List<Row> rows(long beforeMs, byte[] beforeId, int limit) {
        return jdbc.sql("""
                        select * from admin_commands where (sent_at_ms, command_id) < (?, ?)
                        order by sent_at_ms desc, command_id desc limit ?""")
                .params(beforeMs, beforeId, limit)
                .query((row, at) -> row(row))
                .list();
    }

    /**
     * Newest first.
     *
     * @param subject a script's hex, or an order's id
     */
    public List<Row> about(String subject, int limit) {
        return jdbc.sql("select * from admin_commands where subject = ? order by sent_at_ms desc, command_id limit ?")
                .params(subject, limit)
                .query((row, at) -> row(row))
                .list();
    }

    /** The newest of these kinds about a subject that its owner obeyed. */
    public Optional<Row> lastApplied(String subject, String kind, String otherKind) {
        return jdbc.sql("""
                        select * from admin_commands where subject = ? and kind in (?, ?) and outcome = 'applied'
                        order by sent_at_ms desc, command_id limit 1""")
                .params(subject, kind, otherKind)
                .query((row, at) -> row(row))
                .optional();
    }

    private static Row row(ResultSet row) throws SQLException {
        long expected = row.getLong("expected_version");
        long answered = row.getLong("answered_at_ms");
        return new Row(
                HexFormat.of().formatHex(row.getBytes("command_id")),
                row.getString("owner"),
                row.getString("kind"),
                unpacked(row.getString("fields")),
                row.getString("reason"),
                row.getString("author"),
                expected < 0 ? null : expected,
                Instant.ofEpochMilli(row.getLong("sent_at_ms")),
                row.getString("outcome"),
                row.getString("detail"),
                answered == 0 ? null : Instant.ofEpochMilli(answered));
    }

    /** Names and texts like a URL's query: any text fits. */
    static String packed(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    static Map<String, String> unpacked(String text) {
        Map<String, String> fields = new TreeMap<>();
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals),
                        URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }
}
