-- What printers counted in their lives. A row is a span in which the counter stood still; days are
-- compared from the readings around them, so that a heartbeat that is lost loses no sheet.

create table printer_readings (
    kiosk text not null references kiosks (kiosk),
    from_at bigint not null,                  -- ms, by the kiosk's clock, as its facts are
    until_at bigint not null,                 -- ms; last read so
    printer text not null,                    -- IPP printer-uuid, else printer-name
    impressions bigint not null,              -- IPP printer-impressions-completed
    primary key (kiosk, from_at)
);
