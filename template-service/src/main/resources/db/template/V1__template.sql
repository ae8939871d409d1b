-- Templates' bodies, and the blocks the pool solved. Owned by template-service alone.

-- Template ids are unsigned 32 bits in job ids; a gap is no loss, a repetition would be.
create sequence template_ids as bigint minvalue 1 maxvalue 4294967295 cycle;

-- Transactions of templates, each once however many templates hold it.
create table template_transactions (
    chain       text    not null,
    wtxid       bytea   not null,
    txid        bytea   not null,
    raw         bytea   not null,
    -- Highest block that a template wanted it in, at most a few below the truth: see the body's retention.
    last_height integer not null,
    primary key (chain, wtxid)
);
create index template_transactions_height on template_transactions (chain, last_height);

create table template_bodies (
    id          bigint      primary key,
    chain       text        not null,
    height      integer     not null,
    previous    bytea       not null,
    pool_script bytea       not null,
    wtxids      bytea[]     not null,
    mweb        bytea       not null,
    segwit      boolean     not null,
    created_at  timestamptz not null default clock_timestamp()
);
create index template_bodies_height on template_bodies (chain, height, id);

-- The address that the node's wallet gave for coinbases, once.
create table pool_addresses (
    chain      text        primary key,
    address    text        not null,
    script     bytea       not null,
    created_at timestamptz not null default clock_timestamp()
);

create table block_candidates (
    block_id   bytea       primary key,
    chain      text        not null,
    height     integer     not null,
    reward     bigint      not null check (reward >= 0),
    -- The BlockSolved record as it came.
    solved     bytea       not null,
    -- Number of events told of it so far, and the newest one's state.
    version    bigint      not null default 0,
    state      text        check (state in ('FOUND', 'ORPHANED', 'MATURED', 'REJECTED')),
    -- Nothing more can happen to it.
    over       boolean     not null default false,
    created_at timestamptz not null default clock_timestamp(),
    check ((version = 0) = (state is null))
);
create index block_candidates_open on block_candidates (chain, height) where not over;

-- What each node said last of a block.
create table block_submissions (
    block_id bytea       not null,
    node     text        not null,
    outcome  text        not null,
    reason   text        not null,
    attempts integer     not null default 1,
    at       timestamptz not null default clock_timestamp(),
    primary key (block_id, node)
);
