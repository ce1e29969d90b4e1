-- People who may sign in, and their signed-in browsers.

create table users (
    user_id text primary key,
    name text not null unique,
    password_hash text not null,              -- Argon2id, PHC string
    created_at bigint not null                -- ms since 1970, UTC
);

create table set_up_links (
    token_hash text primary key,              -- SHA-256 of the link's token
    expires_at bigint not null                -- ms
);

create table web_sessions (
    token_hash text primary key,              -- SHA-256 of the cookie
    user_id text not null references users (user_id) on delete cascade,
    signed_in_at bigint not null,             -- ms
    seen_at bigint not null                   -- ms, rounded: written at most once a minute
);

create index web_sessions_by_age on web_sessions (signed_in_at);

create table sign_in_failures (
    name_hash text primary key,               -- SHA-256 of the name that was typed
    failures bigint not null,
    last_at bigint not null                   -- ms
);
