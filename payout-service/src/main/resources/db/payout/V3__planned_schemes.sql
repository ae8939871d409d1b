-- Values that a payment scheme gets at a later time; at most one plan a scheme, a newer one takes its place.

create table planned_schemes (
    scheme_name    text primary key references payment_schemes,
    block_interval integer not null check (block_interval >= 0),
    time_interval  integer not null check (time_interval >= 0),
    description    text    not null,
    from_ms        bigint  not null
);
comment on column planned_schemes.from_ms is 'milliseconds since the Unix epoch';
