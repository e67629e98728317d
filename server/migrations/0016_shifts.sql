-- Shifts: who answers for a till's money from when to when, what else went in and out of the drawer, what was counted, and the closed
-- figures of shifts and of a store's days.
-- Locks: four columns added with null, which rewrites nothing; the indexes of what has no shift read their tables once, writes
-- wait meanwhile. Backfill: none of the records, what was sold before shifts belongs to none; at the end, the built-in roles.

alter table cashier.sale add column shift_id uuid;
alter table cashier.refund add column shift_id uuid;
alter table stored_value.top_up add column shift_id uuid;
alter table stored_value.top_up_refund add column shift_id uuid;

-- Two of these hold a row of the hot path: a sale is in a shift or in none.
create index sale_by_shift on cashier.sale (merchant_id, shift_id) where shift_id is not null;
create index sale_without_shift on cashier.sale (merchant_id, store_id, at) where shift_id is null;
create index refund_by_shift on cashier.refund (merchant_id, shift_id) where shift_id is not null;
create index refund_without_shift on cashier.refund (merchant_id, store_id, at) where shift_id is null;
create index top_up_by_shift on stored_value.top_up (merchant_id, shift_id) where shift_id is not null;
create index top_up_without_shift on stored_value.top_up (merchant_id, store_id, at) where shift_id is null;
create index top_up_refund_by_shift on stored_value.top_up_refund (merchant_id, shift_id) where shift_id is not null;
create index top_up_refund_without_shift on stored_value.top_up_refund (merchant_id, store_id, at) where shift_id is null;

-- Money that top-ups brought to a till, and their refunds took from it, one row per tender.
create view stored_value.read_till_money with (security_invoker = true) as
  select u.merchant_id, 'top_up' as record_kind, u.id as record_id, u.store_id, u.shift_id, u.business_day, u.at,
         t.kind as tender_kind, t.method as tender_method, t.amount_cents,
         case t.position when 0 then u.bonus_cents else 0 end as bonus_cents
    from stored_value.top_up u
    join stored_value.top_up_tender t on t.merchant_id = u.merchant_id and t.top_up_id = u.id
  union all
  select r.merchant_id, 'top_up_refund', r.id, r.store_id, r.shift_id, r.business_day, r.at,
         r.tender_kind, r.tender_method, -r.refund_cents, 0
    from stored_value.top_up_refund r;
grant select on stored_value.read_till_money to regulars_app;

-- How a store runs its tills. No row: the defaults of the code.
create table cashier.shift_policy (
  merchant_id uuid not null,
  store_id uuid not null,
  is_shift_required boolean not null,
  is_count_blind boolean not null,
  note_above_cents bigint not null check (note_above_cents >= 0),
  approval_above_cents bigint not null check (approval_above_cents >= 0),
  version integer not null default 1,
  primary key (merchant_id, store_id)
);
select platform.tenant_table('cashier.shift_policy');

-- One stretch of a till under one person. Money taken at the till shares a lock on this row; whoever closes it takes it whole.
create table cashier.shift (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  device_id uuid not null,
  business_day date not null,
  opened_at timestamptz not null,
  cashier_id uuid not null,
  opening_cents bigint not null check (opening_cents >= 0),
  -- What the drawer should have held: left by the shift before, or handed over. Null: nobody left anything.
  opening_expected_cents bigint,
  opening_note text,
  handed_from uuid,
  closed_at timestamptz,
  closed_by uuid,
  close_kind text check (close_kind in ('counted', 'handed_over', 'rescued')),
  left_cents bigint check (left_cents >= 0),
  handed_to uuid,
  day_close_id uuid,
  primary key (merchant_id, id),
  check ((closed_at is null) = (close_kind is null)),
  check ((close_kind = 'handed_over') = (handed_to is not null))
);
create unique index shift_open on cashier.shift (merchant_id, device_id) where closed_at is null;
create index shift_by_till on cashier.shift (merchant_id, device_id, opened_at);
create index shift_by_time on cashier.shift (merchant_id, opened_at, id);
create index shift_by_day on cashier.shift (merchant_id, store_id, business_day);
create index shift_without_day on cashier.shift (merchant_id, store_id) where day_close_id is null;
select platform.tenant_table('cashier.shift');

-- Cash that is no sale: put in, taken out; and the drawer opened for nothing.
create table cashier.drawer_movement (
  merchant_id uuid not null,
  id uuid not null,
  shift_id uuid not null,
  kind text not null check (kind in ('paid_in', 'paid_out', 'opened')),
  amount_cents bigint not null,
  reason text not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id),
  check ((kind = 'opened') = (amount_cents = 0) and amount_cents >= 0)
);
create index drawer_movement_by_shift on cashier.drawer_movement (merchant_id, shift_id, at);
select platform.append_only_table('cashier.drawer_movement');

-- What somebody counted, against what the shift's records said at that moment. Every count is kept: a second one is a recount.
create table cashier.cash_count (
  merchant_id uuid not null,
  id uuid not null,
  shift_id uuid not null,
  count_no smallint not null,
  denominations jsonb not null,
  cash_cents bigint not null check (cash_cents >= 0),
  tenders jsonb not null,
  variance_cents bigint not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
create unique index cash_count_by_shift on cashier.cash_count (merchant_id, shift_id, count_no);
select platform.append_only_table('cashier.cash_count');

-- Closed figures of a shift, numbered per till without gaps, with the list of what they sum.
create table cashier.z_report (
  merchant_id uuid not null,
  shift_id uuid not null,
  store_id uuid not null,
  device_id uuid not null,
  number integer not null check (number > 0),
  business_day date not null,
  at timestamptz not null,
  figures jsonb not null,
  count_id uuid,
  variance_cents bigint,
  note text,
  approval_id uuid,
  sale_ids uuid[] not null,
  refund_ids uuid[] not null,
  -- Top-ups and gift cards sold, and what of them was paid back.
  value_ids uuid[] not null,
  primary key (merchant_id, shift_id)
);
create unique index z_report_by_number on cashier.z_report (merchant_id, device_id, number);
select platform.append_only_table('cashier.z_report');

-- A store's day, closed over its shifts and over what was sold without one.
create table cashier.day_close (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  business_day date not null,
  number integer not null check (number > 0),
  at timestamptz not null,
  closed_by uuid,
  note text,
  figures jsonb not null,
  orphan_figures jsonb,
  shift_ids uuid[] not null,
  primary key (merchant_id, id)
);
create unique index day_close_by_day on cashier.day_close (merchant_id, store_id, business_day);
create unique index day_close_by_number on cashier.day_close (merchant_id, store_id, number);
select platform.append_only_table('cashier.day_close');

-- What a day's close gathered although no shift answered for it: each record once, whenever it arrived.
create table cashier.day_orphan (
  merchant_id uuid not null,
  record_id uuid not null,
  record_kind text not null check (
    record_kind in ('sale', 'refund', 'top_up', 'top_up_refund', 'gift_card_load', 'gift_card_payout')
  ),
  day_close_id uuid not null,
  primary key (merchant_id, record_id)
);
create index day_orphan_by_close on cashier.day_orphan (merchant_id, day_close_id);
select platform.append_only_table('cashier.day_orphan');

-- The roles that every merchant starts with learn the new permissions, so that tills go on selling.
update identity.role
   set permissions = permissions || array['shift.open', 'shift.close', 'drawer.move']
 where code in ('manager', 'cashier', 'advisor') and not ('shift.open' = any(permissions));
update identity.role
   set permissions = permissions || array['shift.report', 'shift.approve', 'shift.rescue', 'day.close']
 where code = 'manager' and not ('shift.report' = any(permissions));
update identity.role
   set permissions = permissions || array['shift.report']
 where code = 'accountant' and not ('shift.report' = any(permissions));
