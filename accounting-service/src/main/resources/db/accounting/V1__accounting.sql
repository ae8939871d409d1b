-- Accounting's schema. Money is whole satoshi in bigint; work is an unsigned 128-bit integer in numeric(39,0);
-- slices are ten seconds of the broker's append time, numbered from the Unix epoch; times end in _ms.

-- ---------------------------------------------------------------------------------------------------------- accounts

create table accounts (
    id            bigint generated always as identity primary key,
    chain         text    not null,
    script        bytea   not null,
    scheme_tag    text    not null,
    held          boolean not null default false,
    version       bigint  not null default 0,
    created_at_ms bigint  not null,
    unique (chain, script)
);

create table workers (
    id            bigint generated always as identity primary key,
    account_id    bigint not null references accounts (id),
    name          text   not null,
    created_at_ms bigint not null,
    unique (account_id, name)
);

-- ------------------------------------------------------------------------------------------------------------ shares

-- What a worker contributed in a slice. The key leads with what the window is read by.
create table shares_contributions (
    reward_system smallint       not null,
    slice         bigint         not null,
    account_id    bigint         not null,
    worker_id     bigint         not null,
    shares        bigint         not null check (shares > 0),
    work          numeric(39, 0) not null check (work > 0),
    primary key (reward_system, slice, account_id, worker_id)
);

-- The sum of a slice over all workers: the window walks these instead of millions of rows.
create table slice_totals (
    reward_system smallint       not null,
    slice         bigint         not null,
    shares        bigint         not null check (shares > 0),
    work          numeric(39, 0) not null check (work > 0),
    primary key (reward_system, slice)
);

-- The newest sealed slice of each partition of share-judged.
create table slice_seals (
    partition integer primary key,
    slice     bigint not null
);

-- What was rejected, for people: no credit hangs on it.
create table share_rejections (
    slice     bigint   not null,
    rejection smallint not null,
    shares    bigint   not null check (shares > 0),
    primary key (slice, rejection)
);

-- ------------------------------------------------------------------------------------------------------------ ledger

-- One row that every transaction that moves money locks first: money moves in one order.
create table ledger_lock (
    single boolean primary key default true check (single)
);
insert into ledger_lock default values;

create table ledger_transfers (
    id             bytea  primary key check (length(id) = 32),
    kind           text   not null,
    debit_purse    text   not null,
    debit_account  bigint references accounts (id),
    credit_purse   text   not null,
    credit_account bigint references accounts (id),
    amount         bigint not null check (amount > 0),
    reference      bytea  not null check (length(reference) = 32),
    sequence       bigint not null,
    note           text   not null,
    created_at_ms  bigint not null,
    constraint debit_owner check ((debit_account is not null) = (debit_purse in ('immature', 'payable', 'reserved', 'paid'))),
    constraint credit_owner check ((credit_account is not null) = (credit_purse in ('immature', 'payable', 'reserved', 'paid'))),
    constraint known_debit check (debit_purse in ('chain', 'immature', 'payable', 'reserved', 'paid', 'fee_immature', 'fee_payable')),
    constraint known_credit check (credit_purse in ('chain', 'immature', 'payable', 'reserved', 'paid', 'fee_immature', 'fee_payable')),
    constraint two_legs check ((debit_purse, coalesce(debit_account, 0)) <> (credit_purse, coalesce(credit_account, 0)))
);
create index ledger_transfers_debit on ledger_transfers (debit_account) where debit_account is not null;
create index ledger_transfers_credit on ledger_transfers (credit_account) where credit_account is not null;
create index ledger_transfers_reference on ledger_transfers (reference);

-- An account's purses: credits less debits of its transfers. The checks refuse to spend what is not there.
create table account_balances (
    account_id bigint primary key references accounts (id),
    immature   bigint not null default 0 check (immature >= 0),
    payable    bigint not null default 0 check (payable >= 0),
    reserved   bigint not null default 0 check (reserved >= 0),
    paid       bigint not null default 0 check (paid >= 0),
    version    bigint not null default 0
);

-- The pool's purses. 'chain' is where rewards come from: it is what the chain has given, and so never above zero.
create table pool_balances (
    purse   text primary key check (purse in ('chain', 'fee_immature', 'fee_payable')),
    balance bigint not null check (case when purse = 'chain' then balance <= 0 else balance >= 0 end)
);
insert into pool_balances values ('chain', 0), ('fee_immature', 0), ('fee_payable', 0);

create function ledger_is_immutable() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is immutable: % of % refused, correct it by another transfer', tg_op, tg_table_name;
end $$;

create trigger ledger_transfers_immutable before update or delete on ledger_transfers
    for each row execute function ledger_is_immutable();
create trigger ledger_transfers_not_emptied before truncate on ledger_transfers
    for each statement execute function ledger_is_immutable();

-- Balances follow the transfers in the same statement. Rows are made at zero first, because a check looks at the row an
-- upsert proposes before it looks for the row that is there.
create function ledger_follow() returns trigger language plpgsql as $$
begin
    insert into account_balances (account_id)
        select account_id from (
            select debit_account as account_id from posted where debit_account is not null
            union
            select credit_account from posted where credit_account is not null) touched
        order by account_id
        on conflict do nothing;

    update account_balances b
        set immature = b.immature + d.immature,
            payable = b.payable + d.payable,
            reserved = b.reserved + d.reserved,
            paid = b.paid + d.paid,
            version = b.version + 1
        from (
            select account_id,
                   coalesce(sum(amount) filter (where purse = 'immature'), 0)::bigint as immature,
                   coalesce(sum(amount) filter (where purse = 'payable'), 0)::bigint  as payable,
                   coalesce(sum(amount) filter (where purse = 'reserved'), 0)::bigint as reserved,
                   coalesce(sum(amount) filter (where purse = 'paid'), 0)::bigint     as paid
            from (select debit_account as account_id, debit_purse as purse, -amount as amount from posted
                  union all
                  select credit_account, credit_purse, amount from posted) legs
            where account_id is not null
            group by account_id) d
        where b.account_id = d.account_id;

    update pool_balances b
        set balance = b.balance + d.amount
        from (
            select purse, sum(amount)::bigint as amount
            from (select debit_purse as purse, -amount as amount from posted where debit_account is null
                  union all
                  select credit_purse, amount from posted where credit_account is null) legs
            group by purse) d
        where b.purse = d.purse;
    return null;
end $$;

create trigger ledger_transfers_follow after insert on ledger_transfers
    referencing new table as posted for each statement execute function ledger_follow();

-- A failed invariant. While one is not cleared, no payout is reserved.
create table alarms (
    id            bigint generated always as identity primary key,
    kind          text   not null,
    detail        text   not null,
    raised_at_ms  bigint not null,
    cleared_by    text,
    cleared_why   text,
    cleared_at_ms bigint
);
create unique index alarms_once on alarms (kind, md5(detail)) where cleared_by is null;

-- ------------------------------------------------------------------------------------------------------------ blocks

create table blocks (
    block_id       bytea    primary key check (length(block_id) = 32),
    version        bigint   not null,
    state          text     not null,
    height         integer  not null,
    reward         bigint   not null check (reward >= 0),
    nbits          integer  not null,
    finder_script  bytea    not null,
    finder_worker  text     not null,
    reward_system  smallint not null,
    finder_scheme  text     not null,
    slice          bigint   not null,
    split          boolean  not null default false,
    fee            bigint   not null default 0 check (fee >= 0),
    position       text     not null default 'NONE' check (position in ('NONE', 'IMMATURE', 'PAYABLE'))
);
create index blocks_slice on blocks (slice);
create index blocks_unsplit on blocks (slice) where not split;

-- A block's story as the log told it.
create table block_changes (
    block_id bytea  not null references blocks (block_id),
    version  bigint not null,
    state    text   not null,
    slice    bigint not null,
    at_ms    bigint not null,
    primary key (block_id, version)
);

-- How a block's reward was split, once and for good; what has become of it, the ledger says.
create table block_credits (
    block_id   bytea  not null references blocks (block_id),
    account_id bigint not null references accounts (id),
    amount     bigint not null check (amount > 0),
    primary key (block_id, account_id)
);

-- ------------------------------------------------------------------------------------------------------------ epochs

create table epochs (
    epoch        bigint         primary key,
    first_slice  bigint         not null,
    last_slice   bigint         not null,
    shares       bigint         not null,
    work         numeric(39, 0) not null,
    statements   integer        not null,
    rewards      bigint         not null,
    closed_at_ms bigint         not null
);

create table shares_statements (
    epoch         bigint         not null references epochs (epoch),
    account_id    bigint         not null references accounts (id),
    reward_system smallint       not null,
    shares        bigint         not null,
    work          numeric(39, 0) not null,
    reward        bigint         not null,
    primary key (epoch, account_id, reward_system)
);
create index shares_statements_account on shares_statements (account_id, epoch);

-- The first slice that belongs to no closed epoch, and the epoch length that all numbers here were made with.
create table epoch_cursor (
    single           boolean primary key default true check (single),
    next_slice       bigint  not null,
    slices_per_epoch integer not null
);

-- ----------------------------------------------------------------------------------------------------------- payouts

-- The answer to an order, forever. At most one order of an account is open.
create table payout_reservations (
    order_id   bytea  primary key check (length(order_id) = 32),
    script     bytea  not null,
    sequence   bigint not null,
    amount     bigint not null check (amount >= 0),
    state      text   not null check (state in ('OPEN', 'PAID', 'RETURNED', 'REFUSED')),
    reason     text   not null,
    constraint only_refused_are_empty check ((amount > 0) = (state <> 'REFUSED'))
);
create unique index payout_reservations_open on payout_reservations (script) where state = 'OPEN';

-- Answers to operators' commands, by the command's id.
create table command_answers (
    command_id bytea   primary key check (length(command_id) = 32),
    applied    boolean not null,
    version    bigint  not null,
    reason     text    not null
);
