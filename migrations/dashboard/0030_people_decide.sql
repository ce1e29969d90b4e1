-- What a provider last said about a payment or refund whose outcome is still open, and what people
-- did about it. `number` is a payment's out_trade_no or a refund's out_refund_no.

create table provider_words (
    number text primary key,
    said text not null,                       -- for people; holds no key and no payer
    at bigint not null                        -- ms, the last time
);

create table interventions (                  -- written once, never changed
    number text not null,
    action text not null,                     -- ask_again | by_hand
    note text not null,
    user_id text not null,                    -- stays when the person is gone
    at bigint not null,                       -- ms
    primary key (number, action, at)
);
