-- What a refund of a top-up was computed from is kept with it, so that its formula can be shown again: the principal paid, less what had
-- left the account otherwise by then.
-- Locks: a short one on stored_value.top_up_refund for a column without a rewrite. Backfill: none; an older refund is shown with the
-- principal of its top-up, which is what it counted from but where principal had been given away or corrected.

alter table stored_value.top_up_refund add column counted_principal_cents bigint check (counted_principal_cents >= 0);
