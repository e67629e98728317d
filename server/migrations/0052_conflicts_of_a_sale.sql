-- A sale's page says what a till took offline beyond what the member had: its conflicts are found by the sale.
-- Locks: cashier.sale_conflict against writes while the index is built; it is small. Backfill: none.

create index sale_conflict_by_sale on cashier.sale_conflict (merchant_id, sale_id);
