-- What the providers say, the day after, about everything they did for us on one day. A bill may be
-- fetched again; its lines are then replaced.

create table bills (
    provider text not null,
    day text not null,                        -- 2026-11-22, in Beijing
    fetched_at bigint not null,               -- ms
    primary key (provider, day)
);

create table bill_lines (
    provider text not null,
    day text not null,
    line bigint not null,                     -- from 1, as in the bill
    out_trade_no text not null,               -- ours, or what the bill says
    transaction_id text not null,
    entry text not null,                      -- payment | refund | reversal
    out_refund_no text,                       -- of a refund
    amount_minor bigint not null,
    at bigint,                                -- ms
    primary key (provider, day, line)
);

create index bill_lines_by_payment on bill_lines (out_trade_no);
create index bill_lines_by_refund on bill_lines (out_refund_no);
create index payments_by_capture on payments (paid_at);
