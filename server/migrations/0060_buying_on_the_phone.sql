-- Members buy on their own phone: top-ups and passes, paid by stored value or through a provider whose page opens on that phone.
-- What was wished for is kept before the money is asked for, and booked by the server when the money is there: the phone may never
-- come back. What can be bought so is what the shop says: an offer, a plan.
-- Locks: stored_value.offer, passes.plan and payments.payment for the blink of an eye (a constant default writes no rows; the check of
-- modes is added not valid and validated without stopping payments). Backfill: none, nothing is sold online until somebody says so.

alter table stored_value.offer add column is_online boolean not null default false;
alter table passes.plan add column is_online boolean not null default false;

-- 'link': the customer opens the provider's page on their own phone; its address is kept as `qr_text`.
alter table payments.payment drop constraint payment_mode_check;
alter table payments.payment add constraint payment_mode_check check (mode in ('code', 'qr', 'link', 'terminal')) not valid;
alter table payments.payment validate constraint payment_mode_check;

-- An online order. Its id is that of the top-up or sale that it becomes.
create table cashier.online_order (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('top_up', 'pass')),
  member_id uuid not null, -- who ordered; booked for whom that record was merged into since
  store_id uuid not null,
  amount_cents bigint not null check (amount_cents >= 0),
  -- What is bought, by ids, and the terms in words as they were shown and agreed to.
  wish jsonb not null,
  agreed jsonb not null,
  payment_id uuid, -- null: paid out of stored value at once
  state text not null check (state in ('paying', 'booked', 'unpaid', 'refused')),
  refused_code text,
  at timestamptz not null,
  settled_at timestamptz,
  primary key (merchant_id, id),
  check ((state = 'paying') = (settled_at is null)),
  check ((state = 'refused') = (refused_code is not null))
);
create index online_order_by_member on cashier.online_order (merchant_id, member_id, at, id);
select platform.tenant_table('cashier.online_order');
