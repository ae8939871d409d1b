-- Large payments wait for an operator's word.

alter table payout_orders add column approved boolean not null default false;
comment on column payout_orders.approved is 'an operator let it go on, whatever the threshold is now';

alter table payout_orders drop constraint payout_orders_state_check;
alter table payout_orders add constraint payout_orders_state_check check (state in
    ('REQUESTED', 'RESERVED', 'REFUSED', 'AWAITING_APPROVAL', 'SIGNED', 'BROADCAST', 'CONFIRMED', 'PAID', 'RETURNED'));

drop index one_open_order_an_account;
create unique index one_open_order_an_account on payout_orders (account)
    where state in ('REQUESTED', 'RESERVED', 'AWAITING_APPROVAL', 'SIGNED', 'BROADCAST', 'CONFIRMED');

-- Version 0 means: as configured, which every start writes again; later ones were set by command.
create table payout_approval (
    only_row   boolean primary key default true check (only_row),
    version    bigint  not null,
    above_sats bigint  check (above_sats > 0)
);
insert into payout_approval (version) values (0);
comment on column payout_approval.above_sats is 'reserved amounts from here on wait; null when none does';
