-- An order is paid once. Whoever pays it a second time (another code of the same order, a friend's
-- phone) gets the money back: that attempt is 'paid_late'. The index decides between two servers.

create unique index payments_paid_by_order on payments (order_id) where state = 'paid';
