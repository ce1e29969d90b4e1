-- Customers find their receipt by the number that the provider shows them.

create index payments_by_transaction on payments (transaction_id)
    where transaction_id is not null;
