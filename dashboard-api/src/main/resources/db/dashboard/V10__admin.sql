-- Who may operate the pool, and what they did. Unlike the read models nothing here can be rebuilt from topics.

create table admin_users (
    name                   text   primary key check (name ~ '^[a-z][a-z0-9._-]{1,31}$'),
    role                   text   not null check (role in ('VIEWER', 'OPERATOR', 'OWNER')),
    password_hash          text   not null,
    -- Sealed with dashboard.admin.key; the user's name is sealed in with it, so it is of no use in another row.
    sealed_secret          bytea  not null,
    -- The newest 30 s step whose code was used: a code seen over a shoulder or on the wire is worth nothing twice.
    last_step              bigint not null,
    enabled                boolean not null,
    -- False between the two steps of the first admin's set-up.
    confirmed              boolean not null,
    password_change_needed boolean not null,
    created_at_ms          bigint not null,
    last_sign_in_ms        bigint not null,
    version                bigint not null
);

-- Only the hash of a session's id is kept: who reads this table can not become anybody.
create table admin_sessions (
    id_hash       bytea  primary key,
    user_name     text   not null references admin_users (name) on delete cascade,
    address       text   not null,
    created_at_ms bigint not null,
    seen_at_ms    bigint not null
);
create index admin_sessions_by_user on admin_sessions (user_name);

-- One row an instance that has printed a code; all are gone once the first admin is made.
create table admin_setup_codes (
    instance   text   primary key,
    code_hash  bytea  not null,
    made_at_ms bigint not null
);

create table admin_lockouts (
    subject        text   primary key,
    failures       int    not null,
    last_failed_ms bigint not null,
    until_ms       bigint not null
);

-- Each row's hash covers the row and the hash before it, so a row can not be changed or taken out unseen. The triggers keep
-- honest code honest; against whoever owns the table there is the chain, and its newest hash in the service's log.
create table admin_audit (
    id        bigint primary key,
    at_ms     bigint not null,
    user_name text   not null,
    role      text   not null,
    address   text   not null,
    action    text   not null,
    detail    text   not null,
    outcome   text   not null,
    hash      bytea  not null check (length(hash) = 32)
);
create index admin_audit_by_user on admin_audit (user_name, id desc);

create function admin_audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'admin_audit is append-only';
end
$$;

create trigger admin_audit_rows before update or delete on admin_audit
    for each row execute function admin_audit_is_append_only();
create trigger admin_audit_all before truncate on admin_audit
    for each statement execute function admin_audit_is_append_only();

-- Apart from miners' own commands: these are for operators' eyes, and carry their words.
create table admin_commands (
    command_id       bytea  primary key,
    owner            text   not null,
    kind             text   not null,
    fields           text   not null,
    -- What it is about, for look-ups: a script's hex, an order's id, empty for the pool.
    subject          text   not null,
    reason           text   not null,
    author           text   not null,
    expected_version bigint not null,
    sent_at_ms       bigint not null,
    outcome          text   not null check (outcome in ('pending', 'applied', 'refused')),
    detail           text   not null,
    answered_at_ms   bigint not null
);
create index admin_commands_by_time on admin_commands (sent_at_ms desc, command_id);
create index admin_commands_by_subject on admin_commands (subject, sent_at_ms desc);

-- A block's and an order's way through their states; the tables of the read model show only the newest.
create table block_history (
    block_id      bytea  not null,
    version       bigint not null,
    state         text   not null,
    confirmations int    not null,
    at_ms         bigint not null,
    primary key (block_id, version)
);

create table payout_history (
    order_id      bytea  not null,
    version       bigint not null,
    state         text   not null,
    txid          bytea  not null,
    confirmations int    not null,
    at_ms         bigint not null,
    primary key (order_id, version)
);
