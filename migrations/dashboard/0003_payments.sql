-- Payment attempts and refunds. A row is written before the provider is called, so that nothing
-- that moves money can be forgotten.

create table payments (
    out_trade_no text primary key,
    kiosk text not null references kiosks (kiosk),
    order_id text not null,
    provider text not null,
    opening text not null,                    -- JSON, wire::payment::OpenPayment
    total_minor bigint not null check (total_minor > 0),
    description text not null,                -- in the customer's bill; the same at every retry
    pay_by bigint not null,                   -- ms, the customer's last moment
    state text not null,                      -- created | waiting | paid | paid_late | closed
    code_url text,
    transaction_id text,
    paid_minor bigint,
    paid_at bigint,                           -- ms, by the provider
    created_at bigint not null,               -- ms
    close_requested_at bigint,                -- ms; what is paid after it is refunded
    polled_at bigint not null,                -- ms, when the provider was last asked
    next_poll_at bigint                       -- ms; none once nothing can change any more
);

create index payments_by_poll on payments (next_poll_at);
create index payments_by_kiosk on payments (kiosk, created_at);
create index payments_by_order on payments (order_id);

create table refunds (
    out_refund_no text primary key,
    out_trade_no text not null references payments (out_trade_no),
    amount_minor bigint not null check (amount_minor > 0),
    reason text not null,
    asked_by text not null,                   -- kiosk | dashboard | person
    state text not null,                      -- requested | processing | success | stuck
    tries bigint not null,                    -- how often the provider was asked to refund
    created_at bigint not null,               -- ms
    next_poll_at bigint                       -- ms; none once it is done
);

create index refunds_by_poll on refunds (next_poll_at);
create index refunds_by_payment on refunds (out_trade_no);

create table notifications (                  -- as received, still encrypted
    body_hash text primary key,               -- SHA-256
    provider text not null,
    received_at bigint not null,              -- ms, first copy
    verdict text not null,                    -- payment | refund | alarm
    body text not null
);

create index notifications_by_time on notifications (received_at);
