-- Payments that these books did not make: a restored database is older than its log or its chain, or a person sent one.

create table adopted_payments (
    txid        text   not null,
    account     text   not null,
    found       bigint generated always as identity,
    amount_sats bigint not null check (amount_sats >= 0),
    order_id    text   references payout_orders,
    state       text   not null check (state in ('FOUND', 'OPEN', 'BOOKED', 'VOID')),
    primary key (txid, account)
);
create index adopted_payments_to_do on adopted_payments (found) where state in ('FOUND', 'OPEN');
create index adopted_payments_by_account on adopted_payments (account);
create index adopted_payments_by_order on adopted_payments (order_id);
comment on column adopted_payments.account is 'script that is paid, hexadecimal; empty for outputs without an address';
comment on column adopted_payments.order_id is 'the order that books it';

-- How far the wallet and our own log were compared with these books; absent before the first start with this table.
create table payout_watch (
    only_row boolean primary key default true check (only_row),
    floor    integer not null,
    height   integer not null,
    log_ms   bigint  not null
);
comment on column payout_watch.floor is 'what the wallet paid up to this height is nobody''s business here';
comment on column payout_watch.log_ms is 'append time of the newest record of payout-changed that was compared';
