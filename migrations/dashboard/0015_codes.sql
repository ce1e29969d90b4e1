-- Discount codes. What is issued together is a campaign; its terms never change, so that a quote
-- with one of its codes can be proven. A use is a row, one an order.

create table code_campaigns (
    campaign text primary key,
    name text not null,                       -- what customers see
    takes_off text not null,                  -- JSON, order::CodeOff
    most_uses bigint check (most_uses > 0),   -- of each code; none: any number
    region text,                              -- none: everywhere
    counts_from bigint not null,              -- ms
    counts_until bigint,                      -- ms; none: until it is withdrawn
    issued_at bigint not null,                -- ms
    issued_by text not null,                  -- stays when the person is gone
    withdrawn_at bigint,                      -- ms
    withdrawn_by text
);

create table codes (
    code_id text primary key,                 -- all that quotes, receipts and logs say of a code
    campaign text not null references code_campaigns (campaign),
    code text not null unique,                -- as wire::code::plain writes it
    uses bigint not null check (uses >= 0)    -- its redemptions that were not given back
);

create index codes_by_campaign on codes (campaign);

create table redemptions (
    order_id text primary key,
    code_id text not null references codes (code_id),
    kiosk text not null references kiosks (kiosk),
    off_minor bigint not null check (off_minor > 0),
    state text not null,                      -- held | used | given_back
    taken_at bigint not null,                 -- ms
    decided_at bigint                         -- ms; none while it is held
);

create index redemptions_by_code on redemptions (code_id);
create index redemptions_held on redemptions (taken_at) where state = 'held';
