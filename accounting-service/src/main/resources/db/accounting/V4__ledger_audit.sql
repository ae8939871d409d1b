-- The audit adds up each transfer once and carries the sums; once a day, and at every start, it adds up all of them again.

-- In the order of commits, because transfers are only written under ledger_lock.
alter table ledger_transfers add column number bigint generated always as identity;
create unique index ledger_transfers_number on ledger_transfers (number);

-- What the transfers up to the checkpoint add up to.
create table ledger_audited (
    purse      text    not null,
    account_id bigint  not null,
    amount     numeric not null,
    primary key (purse, account_id)
);
comment on column ledger_audited.account_id is '0 for the pool''s own purses';

create table ledger_checkpoint (
    single boolean primary key default true check (single),
    number bigint  not null
);
insert into ledger_checkpoint (number) values (0);
comment on column ledger_checkpoint.number is 'the newest transfer that ledger_audited holds';
