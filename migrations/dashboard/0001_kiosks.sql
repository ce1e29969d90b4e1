-- Kiosks of the fleet, how they came to be paired, what they last said, and what they were told.

create table kiosks (
    kiosk text primary key,
    public_key text not null unique,          -- Ed25519, base64url without padding
    name text not null,
    site text not null,
    region text not null,
    paired_at bigint not null,                -- ms since 1970, UTC
    revoked_at bigint                         -- ms; its requests are refused from then on
);

create table pairings (
    pairing_hash text primary key,            -- SHA-256 of the secret pairing id
    code text not null unique,
    public_key text not null,
    software_version text not null,
    expires_at bigint not null,               -- ms
    kiosk text references kiosks (kiosk)      -- once a person typed the code
);

create index pairings_by_expiry on pairings (expires_at);

create table heartbeats (                     -- the last one of each kiosk
    kiosk text primary key references kiosks (kiosk),
    boot_id text not null,
    seq bigint not null,
    kiosk_at bigint not null,                 -- ms, by the kiosk's clock
    received_at bigint not null,              -- ms, by ours: the only one that says "alive"
    software_version text not null,
    settings_version bigint not null,
    printer_condition text not null,          -- working | stopped | offline
    facts_pending bigint not null,
    orders_open bigint not null,
    body text not null                        -- JSON, wire::heartbeat::Heartbeat
);

create table issued_settings (                -- every document a kiosk may have priced with
    kiosk text not null references kiosks (kiosk),
    version bigint not null,
    document text not null,                   -- JSON, order::Settings
    issued_at bigint not null,                -- ms
    replaced_at bigint,                       -- ms; when a newer one was issued
    primary key (kiosk, version)
);

create table facts (
    kiosk text not null references kiosks (kiosk),
    seq bigint not null,                      -- the kiosk's running number, from 1
    order_id text not null,
    kind text not null,                       -- as in order::Fact: order_placed, paid, ...
    at bigint not null,                       -- ms, by the kiosk's clock
    received_at bigint not null,              -- ms, by ours
    amount_minor bigint,                      -- the fact's money: total, amount or share
    print_size text,                          -- of a sheet's fact
    body text not null,                       -- JSON, order::FactRecord
    primary key (kiosk, seq)
);

create index facts_by_time on facts (at, kind);
create index facts_by_order on facts (order_id);
