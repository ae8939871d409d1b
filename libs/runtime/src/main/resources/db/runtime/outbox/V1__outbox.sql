-- Records caused by a change of this schema, written in the change's own transaction and published afterwards by the
-- one lease holder, in id order. A row leaves when the broker has acknowledged its record (at least once).
create table outbox (
    id         bigserial primary key,
    topic      text        not null,
    partition  integer     not null check (partition >= 0),
    record_key bytea       not null,
    record     bytea       not null,
    created_at timestamptz not null default clock_timestamp()
);
