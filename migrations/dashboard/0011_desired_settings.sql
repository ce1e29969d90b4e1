-- What managers decided, every change of it, and refunds given by hand. A kiosk's settings version
-- is the newest change that concerns it: one for the whole fleet, or one of its own.

create table desired_settings (
    version bigint primary key,               -- 2, 3, ...; 1 is what a fresh fleet starts with
    kiosk text references kiosks (kiosk),     -- none for the whole fleet
    document text,                            -- JSON, the fleet-wide part; none for one kiosk's change
    saved_at bigint not null,                 -- ms since 1970, UTC
    saved_by text                             -- the manager's name; none when renewed by the server
);

create index desired_settings_by_kiosk on desired_settings (kiosk, version);

create table hand_refunds (                   -- a person gave money back that the provider could not
    out_refund_no text primary key,
    user_id text not null references users (user_id),
    at bigint not null                        -- ms
);
