-- A payment is looked for by what the customer's bill names it by: the beginning of the provider's number. By bytes and as a range: under
-- row level security no index is used for LIKE, whose function is not leakproof.
-- Locks: payments.payment against writes while the index is built, seconds for a million. Backfill: none.
create index payment_by_number on payments.payment (merchant_id, provider_no collate "C") where provider_no is not null;
