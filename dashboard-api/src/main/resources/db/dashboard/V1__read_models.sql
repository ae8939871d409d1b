-- What people read. Every table but commands is a fold over topics and can be rebuilt from them; nothing here is money.
-- How far each topic is folded stands in feed_positions (db/runtime/positions).
-- Scripts and hashes are stored as bytes (hashes in wire order); minutes are of accounting time, from the Unix epoch.

-- Credited and refused work per worker and minute: the source of every miner's hash rate. Old minutes are forgotten.
create table work_minutes (
    account       bytea          not null,
    worker        text           not null,
    reward_system smallint       not null,
    minute        bigint         not null,
    shares        bigint         not null,
    rejected      bigint         not null,
    work          numeric(39, 0) not null,
    primary key (minute, account, worker, reward_system)
);
create index work_minutes_by_account on work_minutes (account, minute);

-- The same of the whole pool, kept for good: half a million small rows a year.
create table pool_minutes (
    minute   bigint         primary key,
    shares   bigint         not null,
    rejected bigint         not null,
    work     numeric(39, 0) not null
);

create table workers (
    account       bytea          not null,
    worker        text           not null,
    reward_system smallint       not null,
    first_seen_ms bigint         not null,
    last_share_ms bigint         not null,
    shares        bigint         not null,
    rejected      bigint         not null,
    work          numeric(39, 0) not null,
    primary key (account, worker, reward_system)
);

create table balances (
    account    bytea  primary key,
    version    bigint not null,
    immature   bigint not null,
    payable    bigint not null,
    reserved   bigint not null,
    paid       bigint not null,
    scheme_tag text   not null
);

create table schedules (
    account               bytea   primary key,
    version               bigint  not null,
    scheme_name           text    not null,
    block_interval        int     not null,
    time_interval_minutes int     not null,
    minimum_payout        bigint  not null,
    held                  boolean not null
);

create table schemes (
    scheme_name           text   primary key,
    version               bigint not null,
    block_interval        int    not null,
    time_interval_minutes int    not null,
    description           text   not null
);

create table blocks (
    block_id      bytea    primary key,
    version       bigint   not null,
    state         text     not null,
    height        int      not null,
    reward        bigint   not null,
    nbits         int      not null,
    account       bytea    not null,
    worker        text     not null,
    reward_system smallint not null,
    confirmations int      not null,
    found_at_ms   bigint   not null
);
create index blocks_by_height on blocks (height desc);

create table payouts (
    order_id      bytea  primary key,
    version       bigint not null,
    account       bytea  not null,
    state         text   not null,
    amount        bigint not null,
    txid          bytea  not null,
    confirmations int    not null,
    at_ms         bigint not null
);
create index payouts_by_time on payouts (at_ms desc);
create index payouts_by_account on payouts (account, at_ms desc);

create table epochs (
    epoch       bigint         primary key,
    first_slice bigint         not null,
    last_slice  bigint         not null,
    shares      bigint         not null,
    work        numeric(39, 0) not null,
    statements  int            not null,
    rewards     bigint         not null
);

create table statements (
    epoch         bigint         not null,
    account       bytea          not null,
    reward_system smallint       not null,
    shares        bigint         not null,
    work          numeric(39, 0) not null,
    reward        bigint         not null,
    primary key (epoch, account, reward_system)
);
create index statements_by_account on statements (account, epoch desc);

-- Commands this dashboard sent, and what their owners answered.
create table commands (
    command_id bytea  primary key,
    kind       text   not null,
    account    bytea  not null,
    author     text   not null,
    sent_at_ms bigint not null,
    outcome    text   not null default 'pending' check (outcome in ('pending', 'applied', 'refused')),
    detail     text   not null default ''
);
create index commands_by_account on commands (account, sent_at_ms);
