-- Top-ups and gift cards are paid through providers, too: a payment says what it is for, their tenders name it, and what is
-- given back of a top-up goes back to where it came from. `sale_id` stays the id of whatever is paid for: renamed, it would
-- stop every server that still runs the version before.
-- Locks: each table for the blink of an eye; a constant default writes no rows. The new check reads payment_refund once.
-- Backfill: none.

alter table payments.payment
  add column purpose text not null default 'sale' check (purpose in ('sale', 'top_up', 'gift_card_load'));

alter table payments.payment_refund drop constraint payment_refund_cause_check;
alter table payments.payment_refund
  add constraint payment_refund_cause_check check (cause in ('sale_refund', 'top_up_refund', 'late', 'orphan'));

alter table stored_value.top_up_tender add column payment_id uuid;
alter table gift_cards.load_tender add column payment_id uuid;
