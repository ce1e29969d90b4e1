-- Customers' visits: their phones and the sealed photos on their way to the kiosk. All of it is
-- deleted when the visit ends.

create table sessions (
    session text primary key,
    kiosk text not null references kiosks (kiosk),
    token_hash text not null unique,          -- SHA-256 of the phone link's token
    link_salt text not null,                  -- random; the token is made from it and our key
    opening text not null,                    -- JSON, wire::session::OpenSession
    most_photos bigint not null,
    stage text not null,                      -- JSON, wire::session::Stage
    revision bigint not null,                 -- rises with every change
    expires_at bigint not null                -- ms
);

create index sessions_by_kiosk on sessions (kiosk);
create index sessions_by_expiry on sessions (expires_at);

create table phones (
    session text not null references sessions (session) on delete cascade,
    place bigint not null,                    -- 1, 2, ... in the order in which they came
    phone text not null,                      -- public name
    secret_hash text not null,                -- SHA-256 of the phone's secret
    admission text not null,                  -- admitted | waiting | refused
    sending bigint not null,                  -- photos it still wants to send, by its word
    primary key (session, phone),
    unique (session, secret_hash),
    unique (session, place)
);

create table photos (
    session text not null references sessions (session) on delete cascade,
    photo text not null,
    phone text not null,
    state text not null,                      -- arriving | landed | settled
    blob text,                                -- its place in the photo store while landed
    sealed_bytes bigint not null,
    landed_at bigint not null,                -- ms; 0 while arriving
    outcome text,                             -- JSON, wire::session::PhotoOutcome
    primary key (session, photo)
);
