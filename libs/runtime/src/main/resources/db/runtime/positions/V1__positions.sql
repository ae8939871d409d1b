-- How far each topic has been folded into this schema, advanced in the transaction that folds: rows and position are
-- one, so no crash and no second reader can fold a record twice or skip one.
create table feed_positions (
    topic       text    not null,
    partition   integer not null check (partition >= 0),
    next_offset bigint  not null check (next_offset >= 0),
    primary key (topic, partition)
);
