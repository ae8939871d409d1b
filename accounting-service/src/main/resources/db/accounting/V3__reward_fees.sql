-- What the pool keeps of blocks, as it was decided. The newest decision whose from_slice has come is in force; nothing is
-- ever changed here, and none can reach back to a slice that may be split already.

create table reward_fees (
    reward_system smallint not null,
    version       bigint   not null check (version >= 0),
    basis_points  integer  not null check (basis_points between 0 and 10000),
    from_slice    bigint   not null,
    primary key (reward_system, version)
);
comment on column reward_fees.version is '0 as configured at the first start, then counted by set-fee';
comment on column reward_fees.basis_points is 'hundredths of a percent of a block';
