-- Hours of workers and accounts, a row a day once they are a week old: the rows of an hour stand beside those of all other
-- workers, so that a worker's year was read from 8,760 pages. A step stands twice when a share of it was folded late: they add up.
create table work_days (
    account       bytea    not null,
    worker        text     not null,
    reward_system smallint not null,
    day           bigint   not null,
    steps         bigint[] not null,
    shares        bigint[] not null,
    rejected      bigint[] not null,
    work          numeric[] not null,
    primary key (account, worker, reward_system, day)
);
create index work_days_by_day on work_days using brin (day);

create table account_days (
    account  bytea     not null,
    day      bigint    not null,
    steps    bigint[]  not null,
    shares   bigint[]  not null,
    rejected bigint[]  not null,
    work     numeric[] not null,
    workers  bigint[]  not null,
    primary key (account, day)
);
create index account_days_by_day on account_days using brin (day);
