-- Figures for people: history at three resolutions, rejections by reason, best shares, rounds, presence, fees and bans.
-- A step is the number of its minute, ten minutes or hour from the Unix epoch, by accounting time.

alter table work_minutes rename column minute to step;
alter table pool_minutes rename column minute to step;

-- By worker: minutes are kept for days, tens for a week, hours for a year.
create table work_tens (
    account       bytea          not null,
    worker        text           not null,
    reward_system smallint       not null,
    step          bigint         not null,
    shares        bigint         not null,
    rejected      bigint         not null,
    work          numeric(39, 0) not null,
    primary key (account, worker, reward_system, step)
) with (fillfactor = 80);
create index work_tens_by_step on work_tens using brin (step);

create table work_hours (like work_tens including defaults);
alter table work_hours add primary key (account, worker, reward_system, step);
alter table work_hours set (fillfactor = 80);
create index work_hours_by_step on work_hours using brin (step);

-- By account, with the number of its workers that submitted in the step.
create table account_minutes (
    account  bytea          not null,
    step     bigint         not null,
    shares   bigint         not null,
    rejected bigint         not null,
    work     numeric(39, 0) not null,
    workers  bigint         not null,
    primary key (account, step)
) with (fillfactor = 80);
create index account_minutes_by_step on account_minutes (step);

create table account_tens (like account_minutes including defaults);
alter table account_tens add primary key (account, step);
alter table account_tens set (fillfactor = 80);
create index account_tens_by_step on account_tens (step);

create table account_hours (like account_minutes including defaults);
alter table account_hours add primary key (account, step);
alter table account_hours set (fillfactor = 80);
create index account_hours_by_step on account_hours (step);

-- Of the whole pool; minutes and hours are kept for good.
alter table pool_minutes add column workers bigint not null default 0;
create table pool_tens (like pool_minutes including defaults);
alter table pool_tens add primary key (step);
create table pool_hours (like pool_minutes including defaults);
alter table pool_hours add primary key (step);

insert into work_tens
select account, worker, reward_system, step / 10, sum(shares), sum(rejected), sum(work)
from work_minutes group by account, worker, reward_system, step / 10;
insert into work_hours
select account, worker, reward_system, step / 60, sum(shares), sum(rejected), sum(work)
from work_minutes group by account, worker, reward_system, step / 60;
insert into account_minutes
select account, step, sum(shares), sum(rejected), sum(work), count(*) from work_minutes group by account, step;
insert into account_tens
select account, step, sum(shares), sum(rejected), sum(work), count(*) from work_tens group by account, step;
insert into account_hours
select account, step, sum(shares), sum(rejected), sum(work), count(*) from work_hours group by account, step;
update pool_minutes p set workers = m.workers
from (select step, count(*) as workers from work_minutes group by step) m where m.step = p.step;
insert into pool_tens (step, shares, rejected, work, workers)
select step / 10, sum(shares), sum(rejected), sum(work), max(workers) from pool_minutes group by step / 10;
insert into pool_hours (step, shares, rejected, work, workers)
select step / 60, sum(shares), sum(rejected), sum(work), max(workers) from pool_minutes group by step / 60;

-- Why a worker's shares earned nothing, counted by the validator and by the gateways.
create table worker_rejections (
    account       bytea    not null,
    worker        text     not null,
    reward_system smallint not null,
    reason        smallint not null,
    shares        bigint   not null,
    primary key (account, worker, reward_system, reason)
);

-- The hardest share of a worker, in units of the chain's difficulty one; 0 when none is known.
alter table workers add column best_difficulty double precision not null default 0;
alter table workers add column best_at_ms bigint not null default 0;
create index workers_by_last_share on workers (last_share_ms desc);

-- Work from one found block to the next, both blocks' solving shares judged; cut where the share was folded.
create table rounds (
    block_id  bytea          primary key,
    solved_ms bigint         not null,
    work      numeric(39, 0) not null
);
create table round_now (
    one  boolean        primary key default true check (one),
    work numeric(39, 0) not null
);
-- Rounds of blocks found before this migration are cut at whole minutes.
insert into rounds (block_id, solved_ms, work)
select b.block_id, b.found_at_ms,
       coalesce((select sum(p.work) from pool_minutes p where p.step > b.before and p.step <= b.at), 0)
from (select block_id, found_at_ms, found_at_ms / 60000 as at,
             lag(found_at_ms / 60000, 1, -1::bigint) over (order by found_at_ms, block_id) as before from blocks) b;
insert into round_now (work)
select coalesce(sum(work), 0) from pool_minutes
where step > (select coalesce(max(found_at_ms) / 60000, -1) from blocks);

-- What gateways tell of workers; connections count only while the gateway lives.
create table worker_presence (
    account        bytea    not null,
    worker         text     not null,
    reward_system  smallint not null,
    instance       text     not null,
    connections    int      not null,
    difficulty     smallint not null,
    agent          text     not null,
    last_submit_ms bigint   not null,
    seen_ms        bigint   not null,
    primary key (account, worker, reward_system, instance)
);
create index worker_presence_by_time on worker_presence (seen_ms);

create table fees (
    reward_system smallint not null,
    version       bigint   not null,
    basis_points  int      not null,
    from_slice    bigint   not null,
    primary key (reward_system, version)
);

-- The newest word of a gateway about whom it shuts out.
create table bans (
    instance text    not null,
    subject  text    not null,
    banned   boolean not null,
    reason   text    not null,
    author   text    not null,
    at_ms    bigint  not null,
    until_ms bigint  not null,
    primary key (instance, subject)
);
create index bans_by_end on bans (until_ms);

-- When the pool first saw each height of the chain, to count the blocks since a payment.
create table chain_heights (
    height   int    primary key,
    since_ms bigint not null
);
create index chain_heights_by_time on chain_heights (since_ms, height);

-- The next interval is counted from a payment's reservation, or from when the account was first heard of.
alter table payouts add column reserved_at_ms bigint not null default 0;
update payouts set reserved_at_ms = at_ms where state not in ('REQUESTED', 'REFUSED');
alter table schedules add column since_ms bigint not null default 0;

create index blocks_by_account on blocks (account, height desc);
create index blocks_by_time on blocks (found_at_ms desc);
