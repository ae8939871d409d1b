-- Who may do what only one instance may do. The token grows with every change of hands and never repeats, so a late
-- write of an earlier holder can be told from the present one's.
create table leases (
    name       text primary key,
    owner      text        not null,
    token      bigint      not null check (token > 0),
    expires_at timestamptz not null
);
