-- What a scheme will be by an operator's word, and from when on; 0 when nothing is planned.
alter table schemes add column next_from_ms bigint not null default 0;
alter table schemes add column next_block_interval int not null default 0;
alter table schemes add column next_time_interval_minutes int not null default 0;
alter table schemes add column next_description text not null default '';

-- Whether the ledger sets nothing aside for an account, by an operator's word.
alter table balances add column held boolean not null default false;
