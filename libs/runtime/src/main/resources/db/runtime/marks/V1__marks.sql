-- How far each running process has counted, committed every few seconds. A database in which a count is lower than its process
-- knows, or is missing, has gone back: it was restored, made anew, or replaced by a replica that lagged behind.
create table marks (
    process   uuid        primary key default gen_random_uuid(),
    mark      bigint      not null default 0 check (mark >= 0),
    marked_at timestamptz not null default clock_timestamp()
);
