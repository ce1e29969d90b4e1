-- What a kiosk must remember through a crash. Times are milliseconds since 1970, UTC; JSON is text.

-- Who this kiosk is, once it was taken into a fleet. One row at most.
create table identity (
    only_row integer primary key check (only_row = 1),
    kiosk text not null,
    settings_public_key text not null
) strict;

-- The last good settings documents, as they were signed.
create table settings_documents (
    version integer primary key,
    document text not null,
    signature text not null
) strict;

-- Every visit, until its photos are provably gone.
create table sessions (
    session text primary key,
    begun_at integer not null,
    ended_at integer,
    wiped_at integer
) strict;

-- Orders as they are now.
create table orders (
    id text primary key,
    finished integer not null,
    body text not null,
    updated_at integer not null
) strict;

create index orders_open on orders (finished) where finished = 0;

-- What became true. Never changed; marked once the dashboard has it.
create table facts (
    seq integer primary key autoincrement,
    order_id text not null,
    at integer not null,
    fact text not null,
    stored integer not null default 0
) strict;

create index facts_pending on facts (seq) where stored = 0;

-- What the printer's counters said before a sheet was sent to it.
create table sheet_baselines (
    job_name text primary key,
    counters text not null
) strict;
