-- Payout-service's own schema. Transactions, orders and accounts are stored as the hexadecimal text that nodes, explorers
-- and operators use: whoever is woken at night reads these tables next to a block explorer.

-- Named payment intervals. Version 0 means: as this migration made it, to be given its configured values at first start.
create table payment_schemes (
    scheme_name    text primary key check (scheme_name ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
    block_interval integer not null check (block_interval >= 0),
    time_interval  integer not null check (time_interval >= 0),
    description    text    not null,
    version        bigint  not null check (version >= 0),
    constraint a_scheme_pays check (block_interval > 0 or time_interval > 0)
);
comment on column payment_schemes.block_interval is 'blocks between payments, 0 when blocks do not matter';
comment on column payment_schemes.time_interval is 'minutes between payments, 0 when time does not matter';

insert into payment_schemes (scheme_name, block_interval, time_interval, description, version)
values ('blocks', 144, 0, 'paid every 144 blocks', 0),
       ('time', 0, 1440, 'paid every 1440 minutes', 0);

create table account_schedules (
    account      text    primary key,
    version      bigint  not null check (version > 0),
    scheme_name  text    not null references payment_schemes,
    minimum_sats bigint  not null check (minimum_sats > 0),
    held         boolean not null,
    message_time bigint  not null,
    since_height integer not null,
    since_ms     bigint  not null
);
create index account_schedules_by_scheme on account_schedules (scheme_name);
comment on column account_schedules.account is 'script that is paid, hexadecimal';
comment on column account_schedules.message_time is 'Unix seconds inside the newest signed message obeyed';
comment on column account_schedules.since_height is 'height at the last payment''s reservation, or when first seen';

-- What accounting last said: a copy for deciding who is due, never a ledger.
create table account_balances (
    account       text   primary key,
    version       bigint not null,
    payable_sats  bigint not null check (payable_sats >= 0),
    reserved_sats bigint not null check (reserved_sats >= 0)
);
create index account_balances_payable on account_balances (payable_sats) where payable_sats > 0;

create table payout_hold (
    only_row boolean primary key default true check (only_row),
    version  bigint  not null,
    held     boolean not null
);
insert into payout_hold (version, held) values (0, false);

create table payout_orders (
    order_id        text    primary key,
    account         text    not null,
    sequence        bigint  not null check (sequence >= 0),
    minimum_sats    bigint  not null,
    version         bigint  not null check (version > 0),
    state           text    not null check (state in
        ('REQUESTED', 'RESERVED', 'REFUSED', 'SIGNED', 'BROADCAST', 'CONFIRMED', 'PAID', 'RETURNED')),
    amount_sats     bigint  not null check (amount_sats >= 0),
    script          text    not null,
    txid            text    not null,
    confirmations   integer not null,
    requested_at_ms bigint  not null,
    reserved_at_ms  bigint  not null,
    reserved_height integer not null,
    changed_at_ms   bigint  not null,
    constraint an_order_has_one_sequence unique (account, sequence)
);
-- At most one open order an account: the next is computed only when the last has ended.
create unique index one_open_order_an_account on payout_orders (account)
    where state in ('REQUESTED', 'RESERVED', 'SIGNED', 'BROADCAST', 'CONFIRMED');
create index payout_orders_by_state on payout_orders (state, requested_at_ms);

-- A family: all attempts to pay a set of orders, each spending all of the family's inputs.
create table payout_families (
    family_id     text   primary key,
    opened        bigint generated always as identity,
    state         text   not null check (state in ('OPEN', 'CLOSED', 'DEAD')),
    change_script text   not null
);
create index payout_families_open on payout_families (opened) where state = 'OPEN';

-- THE constraint against paying twice: an order is bound to one family, forever.
create table payout_order_family (
    order_id  text primary key references payout_orders,
    family_id text not null references payout_families,
    constraint an_order_in_its_family unique (order_id, family_id)
);
create index payout_order_family_by_family on payout_order_family (family_id);

-- Inputs are ours by this table, not by the wallet's locks, which vanish with the node: one family an outpoint. Rows of a
-- dead family are deleted, because its other inputs may be spent again.
create table payout_inputs (
    txid          text    not null,
    vout          bigint  not null,
    family_id     text    not null references payout_families,
    position      integer not null,
    value_sats    bigint  not null,
    script        text    not null,
    confirmations integer not null,
    constraint an_input_has_one_family primary key (txid, vout)
);
create index payout_inputs_by_family on payout_inputs (family_id, position);

-- Signed bytes, stored before anyone else could see them, with the fencing token of the lease they were stored under.
create table payout_attempts (
    txid          text    primary key,
    family_id     text    not null references payout_families,
    number        integer not null check (number >= 0),
    signed        bytea   not null,
    fee_rate      integer not null,
    stored_at_ms  bigint  not null,
    stored_height integer not null,
    accepted      boolean not null,
    ruled_out     boolean not null default false,
    lease_token   bigint  not null,
    constraint one_attempt_a_number unique (family_id, number),
    constraint an_attempt_in_its_family unique (txid, family_id)
);

-- The orders an attempt pays, in the order of its outputs; the keys allow only orders bound to the attempt's own family.
create table payout_attempt_orders (
    txid      text    not null,
    position  integer not null,
    order_id  text    not null,
    family_id text    not null,
    primary key (txid, position),
    constraint an_attempt_pays_an_order_once unique (txid, order_id),
    foreign key (txid, family_id) references payout_attempts (txid, family_id),
    foreign key (order_id, family_id) references payout_order_family (order_id, family_id)
);

-- A change script that no stored transaction uses yet.
create table payout_spare_change (
    only_row boolean primary key default true check (only_row),
    script   text    not null
);

-- The active chain as far as it was followed, and what it spends of our inputs.
create table seen_blocks (
    height   integer primary key,
    block_id text    not null
);
create table seen_spends (
    txid    text    not null,
    vout    bigint  not null,
    spender text    not null,
    height  integer not null,
    primary key (txid, vout)
);
create index seen_spends_by_height on seen_spends (height);

create table command_answers (
    command_id text  primary key,
    answer     bytea not null
);
