-- Stored value: what a top-up costs and brings, the top-ups sold, and those given back. The value itself lives in the ledger.
-- Locks: none that matter, everything is new. Backfill: none.

create schema stored_value;
grant usage on schema stored_value to regulars_app;

-- What the shop sells: pay this, get that on top. Never changed but for its end: a top-up keeps the terms it was sold under.
create table stored_value.offer (
  merchant_id uuid not null,
  id uuid not null,
  name text not null,
  principal_cents bigint not null check (principal_cents > 0),
  bonus_cents bigint not null check (bonus_cents >= 0),
  draw_mode text not null check (draw_mode in ('proportional', 'principal_first', 'bonus_first')),
  -- Principal never expires (R6). Null: nor does the bonus. Else it is good for so many months, through the day.
  bonus_months integer check (bonus_months between 1 and 120),
  created_at timestamptz not null,
  author_id uuid,
  closed_at timestamptz,
  primary key (merchant_id, id)
);
select platform.tenant_table('stored_value.offer');

create table stored_value.top_up (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  store_id uuid not null,
  device_id uuid,
  offer_id uuid, -- null: an amount of the member's choice, with nothing on top
  principal_cents bigint not null check (principal_cents > 0),
  bonus_cents bigint not null check (bonus_cents >= 0),
  draw_mode text not null,
  bonus_expires_day date,
  change_cents bigint not null check (change_cents >= 0),
  fingerprint text not null,
  business_day date not null,
  at timestamptz not null,
  cashier_id uuid,
  primary key (merchant_id, id)
);
create index top_up_by_member on stored_value.top_up (merchant_id, member_id, at);
create index top_up_by_time on stored_value.top_up (merchant_id, at);
select platform.append_only_table('stored_value.top_up');

create table stored_value.top_up_tender (
  merchant_id uuid not null,
  id uuid not null,
  top_up_id uuid not null,
  position smallint not null,
  kind text not null check (kind in ('cash', 'other')),
  method text,
  amount_cents bigint not null check (amount_cents > 0),
  received_cents bigint not null,
  primary key (merchant_id, id)
);
create index top_up_tender_by_top_up on stored_value.top_up_tender (merchant_id, top_up_id);
select platform.append_only_table('stored_value.top_up_tender');

-- What remained of a top-up, given back once (R3). `taken` and `forfeited` are what left the member's accounts.
create table stored_value.top_up_refund (
  merchant_id uuid not null,
  id uuid not null,
  top_up_id uuid not null,
  member_id uuid not null,
  store_id uuid not null,
  cause text not null check (cause in ('merchant', 'member')),
  refund_cents bigint not null check (refund_cents >= 0),
  consumed_cents bigint not null,
  principal_taken_cents bigint not null,
  bonus_forfeited_cents bigint not null,
  tender_kind text not null check (tender_kind in ('cash', 'other')),
  tender_method text,
  reason text not null,
  fingerprint text not null,
  business_day date not null,
  at timestamptz not null,
  cashier_id uuid,
  primary key (merchant_id, id),
  unique (merchant_id, top_up_id)
);
select platform.append_only_table('stored_value.top_up_refund');
