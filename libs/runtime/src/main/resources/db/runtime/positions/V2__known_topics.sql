-- Which log the positions are of. A topic that was made anew has another id at the broker, and the same offsets are other
-- records there.
create table known_topics (
    topic    text primary key,
    topic_id text not null
);

-- How many logs this schema has begun anew on, because the one before was lost for good.
create table log_number (
    single boolean primary key default true check (single),
    number integer not null
);
insert into log_number (number) values (0);
