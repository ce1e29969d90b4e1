-- Payments by the barcode that a customer shows (payments.opening says "way": "barcode"). The
-- barcode itself is never stored. It is charged once: whoever sets charged_at makes the call.

alter table payments add column charged_at bigint;   -- ms; none before, and for QR codes
alter table payments add column undo_since bigint;   -- ms; from here on the charge is undone,
                                                     -- whatever it turns out to have been
alter table payments add column refusal text;        -- JSON, order::machine::ChargeRefusal
