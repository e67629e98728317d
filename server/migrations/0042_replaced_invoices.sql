-- An e-invoice made out to the wrong buyer is taken back whole by a red letter and another takes its place (换开): a sale has one
-- invoice that stands, and any number that were reversed.
-- Locks: the table of invoices while its check is read and its index is built anew. Backfill: none.

alter table invoices.invoice drop constraint invoice_state_check;
alter table invoices.invoice
  add constraint invoice_state_check
  check (state in ('requested', 'issuing', 'issued', 'failed', 'red_letter_needed', 'reversed'));
alter table invoices.invoice
  add constraint invoice_reversed_whole check (state <> 'reversed' or red_cents = total_cents);

create unique index invoice_standing_by_sale on invoices.invoice (merchant_id, sale_id) where state <> 'reversed';
drop index invoices.invoice_by_sale;
create index invoice_by_sale on invoices.invoice (merchant_id, sale_id);
