package thunderpool.runtime.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import thunderpool.bitcoin.Hash256;
import thunderpool.bitcoin.Sats;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.TestDatabase;

class PgSqlTest {
    private static final Hash256 GENESIS =
            Hash256.ofDisplayHex("000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f");
    private static final Script SCRIPT = Script.ofHex("0014751e76e8199196d454941c45d1b3a323f1433bd6");

    private enum Colour {
        RED
    }

    private final TestDatabase database = TestDatabase.fresh();
    private final PgSql sql = new PgSql(new TransactionAwareDataSourceProxy(database.dataSource()));
    private final Transactions transactions = new PgTransactions(new JdbcTransactionManager(database.dataSource()));

    @BeforeEach
    void table() {
        database.jdbc().execute("create table thing (hash text, script text, sats bigint, colour text, note text)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void storesOurOwnTypesAsPeopleReadThem() {
        int changed =
                sql.update("insert into thing values (?, ?, ?, ?, ?)", GENESIS, SCRIPT, Sats.of(5), Colour.RED, null);
        assertThat(changed).isEqualTo(1);
        assertThat(database.jdbc().queryForMap("select * from thing"))
                .containsEntry("hash", "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f")
                .containsEntry("script", "0014751e76e8199196d454941c45d1b3a323f1433bd6")
                .containsEntry("sats", 5L)
                .containsEntry("colour", "RED")
                .containsEntry("note", null);
        assertThat(sql.query(
                        "select * from thing where hash = any (?)",
                        row -> List.of(PgSql.hash(row, "hash"), PgSql.script(row, "script"), PgSql.sats(row, "sats")),
                        List.of(GENESIS)))
                .containsExactly(List.of(GENESIS, SCRIPT, Sats.of(5)));
    }

    @Test
    void takesWholeColumns() {
        sql.update(
                "insert into thing (sats, note) select * from unnest (?, ?)",
                PgColumns.int8(List.of(1L, 2L), Long::longValue),
                PgColumns.text(List.of("a", "b\0c"), text -> text));
        assertThat(sql.query("select note from thing order by sats", row -> row.getString(1)))
                .containsExactly("a", "b\uFFFDc");
        assertThat(sql.first("select note from thing where sats = 3", row -> row.getString(1)))
                .isEmpty();
    }

    @Test
    void allOfATransactionLastsOrNothing() {
        assertThatThrownBy(() -> transactions.run(() -> {
                    sql.update("insert into thing (sats) values (1)");
                    return transactions.run(() -> sql.update("insert into no_such_table values (1)"));
                }))
                .isInstanceOf(PgException.class)
                .hasMessageContaining("no_such_table");
        assertThat(sql.query("select 1 from thing", row -> row.getInt(1))).isEmpty();
        assertThat(transactions.run(() -> sql.update("insert into thing (sats) values (1)")))
                .isEqualTo(1);
        assertThat(sql.query("select 1 from thing", row -> row.getInt(1))).hasSize(1);
    }
}
