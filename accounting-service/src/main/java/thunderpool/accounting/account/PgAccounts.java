package thunderpool.accounting.account;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import thunderpool.bitcoin.Script;
import thunderpool.runtime.sql.PgColumns;
import thunderpool.runtime.sql.PgSql;
import thunderpool.work.Miner;

/**
 * Accounts in PostgreSQL: edits by JPA, creation in bulk by hand. {@code unique (chain, script)} makes an account one
 * account for all instances; rows are written in key order so that two instances never wait for each other in a circle.
 */
public final class PgAccounts implements Accounts {

    private static final String NEW_ACCOUNTS = """
            insert into accounts (chain, script, scheme_tag, created_at_ms)
            select ?, given.script, given.scheme_tag, ?
            from unnest(?::bytea[], ?::text[]) as given (script, scheme_tag)
            where not exists (select 1 from accounts a where a.chain = ? and a.script = given.script)
            order by given.script
            on conflict do nothing
            """;

    private static final String NEW_WORKERS = """
            insert into workers (account_id, name, created_at_ms)
            select a.id, given.name, ?
            from unnest(?::bytea[], ?::text[]) as given (script, name)
            join accounts a on a.chain = ? and a.script = given.script
            where not exists (select 1 from workers w where w.account_id = a.id and w.name = given.name)
            order by a.id, given.name
            on conflict do nothing
            """;

    private record Worker(Script account, String name) {}

    private final PgSql sql;
    private final AccountRepository repository;
    private final String chain;

    public PgAccounts(PgSql sql, AccountRepository repository, String chain) {
        this.sql = sql;
        this.repository = repository;
        this.chain = chain;
    }

    @Override
    public void ensure(Collection<Miner> miners, long atMs) {
        Map<Script, String> schemes = new LinkedHashMap<>();
        Set<Worker> workers = new LinkedHashSet<>();
        for (Miner miner : miners) {
            schemes.putIfAbsent(miner.account(), miner.schemeTag());
            workers.add(new Worker(miner.account(), miner.worker()));
        }
        List<Map.Entry<Script, String>> accounts = List.copyOf(schemes.entrySet());
        sql.update(
                NEW_ACCOUNTS,
                chain,
                atMs,
                PgColumns.bytea(accounts, entry -> entry.getKey().bytes()),
                PgColumns.text(accounts, Map.Entry::getValue),
                chain);
        List<Worker> named = List.copyOf(workers);
        sql.update(
                NEW_WORKERS,
                atMs,
                PgColumns.bytea(named, worker -> worker.account().bytes()),
                PgColumns.text(named, Worker::name),
                chain);
    }

    @Override
    public Optional<Account> find(Script script) {
        return repository.findByChainAndScript(chain, script.bytes()).map(AccountEntity::toAccount);
    }

    @Override
    public Map<Script, Account> find(Collection<Script> scripts) {
        Map<Script, Account> found = new HashMap<>();
        sql.query(
                        "select script, scheme_tag, held, version from accounts where chain = ? and script = any (?)",
                        row -> new Account(
                                new Script(row.getBytes(1)), row.getString(2), row.getBoolean(3), row.getLong(4)),
                        chain,
                        PgColumns.bytea(List.copyOf(scripts), Script::bytes))
                .forEach(account -> found.put(account.script(), account));
        return found;
    }

    @Override
    public Set<Script> scripts() {
        return new LinkedHashSet<>(sql.query(
                "select script from accounts where chain = ? order by script",
                row -> new Script(row.getBytes(1)),
                chain));
    }

    @Override
    public Account hold(Script script, boolean held) {
        AccountEntity entity =
                repository.findByChainAndScript(chain, script.bytes()).orElseThrow();
        entity.hold(held);
        return repository.saveAndFlush(entity).toAccount();
    }
}
