package thunderpool.accounting;

import java.util.Optional;
import thunderpool.bitcoin.Hash256;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;
import thunderpool.topics.CommandAnswered;
import thunderpool.topics.CommandAnswered.CommandApplied;
import thunderpool.topics.CommandAnswered.CommandRefused;

/** Answers in PostgreSQL; the primary key refuses a second answer to one command. */
final class PgCommandAnswers implements CommandAnswers {

    private final PgSql sql;

    PgCommandAnswers(PgSql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<CommandAnswered> find(Hash256 commandId) {
        return sql.first(
                "select applied, version, reason from command_answers where command_id = ?",
                row -> row.getBoolean(1)
                        ? new CommandApplied(commandId, row.getLong(2))
                        : new CommandRefused(commandId, row.getString(3)),
                (Object) commandId.wire());
    }

    @Override
    public void add(CommandAnswered answer) {
        boolean applied =
                switch (answer) {
                    case CommandApplied done -> true;
                    case CommandRefused refused -> false;
                };
        long version =
                switch (answer) {
                    case CommandApplied done -> done.version();
                    case CommandRefused refused -> 0;
                };
        String reason =
                switch (answer) {
                    case CommandApplied done -> "";
                    case CommandRefused refused -> refused.reason();
                };
        sql.update(
                "insert into command_answers (command_id, applied, version, reason) values (?, ?, ?, ?)",
                answer.commandId().wire(),
                applied,
                version,
                PgColumns.storable(reason));
    }
}
