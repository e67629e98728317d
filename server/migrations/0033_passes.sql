-- Passes: plans with their versions, what was sold of them, uses, bookings' holds, freezes, renewals. Units live in the ledger
-- (owner `pass`, asset `visit:<component>`). A plan is an item of the catalogue, so the till sells it as any line.
-- Locks: catalog.item, catalog.price_list and cashier.sale_line for their check constraints (added not valid, then validated
-- without stopping sales), and five roles of each merchant. Backfill: the roles.

alter table catalog.item drop constraint item_kind_check;
alter table catalog.item add constraint item_kind_check check (kind in ('product', 'service', 'bundle', 'plan')) not valid;
alter table catalog.item validate constraint item_kind_check;
alter table cashier.sale_line drop constraint sale_line_item_kind_check;
alter table cashier.sale_line add constraint sale_line_item_kind_check
  check (item_kind in ('product', 'service', 'bundle', 'plan')) not valid;
alter table cashier.sale_line validate constraint sale_line_item_kind_check;
-- A list of kind 'pass' holds for those whose pass names it.
alter table catalog.price_list drop constraint price_list_kind_check;
alter table catalog.price_list add constraint price_list_kind_check check (kind in ('store', 'member', 'timed', 'pass'));

create schema passes;
grant usage on schema passes to regulars_app;

-- What is sold; its id is that of its item in the catalogue.
create table passes.plan (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('term', 'count', 'mixed', 'membership')),
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  -- No more are sold; those out there stay good.
  stopped_at timestamptz,
  primary key (merchant_id, id)
);
select platform.tenant_table('passes.plan');

-- A version is never changed: each pass stays under the one it was sold with.
create table passes.plan_version (
  merchant_id uuid not null,
  plan_id uuid not null,
  version integer not null,
  name text not null check (name <> ''),
  price_cents bigint not null check (price_cents >= 0),
  terms jsonb not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, plan_id, version),
  foreign key (merchant_id, plan_id) references passes.plan (merchant_id, id)
);
select platform.append_only_table('passes.plan_version');

create table passes.pass (
  merchant_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  plan_version integer not null,
  member_id uuid not null, -- who holds it now
  -- The line that sold it; null: granted without a sale.
  sale_id uuid,
  sale_line_id uuid,
  store_id uuid not null,
  sold_at timestamptz not null,
  sold_day date not null,
  zone text not null,
  paid_cents bigint not null check (paid_cents >= 0),
  list_cents bigint not null check (list_cents >= 0),
  -- What the law said of refunds when it was sold.
  refund_policy jsonb not null,
  starts_day date, -- null: begins with the first use, on `latest_start_day` at the latest
  latest_start_day date,
  ends_day date, -- the last day on which it is good; null: never ends
  extended_days integer not null default 0 check (extended_days >= 0),
  renews_pass_id uuid,
  -- Cancelled for the end of the period: stays good until then, can be taken back.
  cancel_asked_at timestamptz,
  ended_at timestamptz,
  ended_as text check (ended_as in ('refunded', 'cancelled', 'changed')),
  refunded_cents bigint not null default 0,
  last_at timestamptz not null, -- nothing happens before what happened last
  primary key (merchant_id, id),
  check ((ended_at is null) = (ended_as is null)),
  check (starts_day is not null or latest_start_day is not null),
  check (ends_day is null or starts_day is null or starts_day <= ends_day)
);
create index pass_by_member on passes.pass (merchant_id, member_id, sold_at desc, id desc);
create index pass_by_time on passes.pass (merchant_id, sold_at desc, id desc);
create index pass_by_plan on passes.pass (merchant_id, plan_id, sold_at desc, id desc);
create unique index pass_by_line on passes.pass (merchant_id, sale_line_id) where sale_line_id is not null;
create index pass_by_renewed on passes.pass (merchant_id, renews_pass_id) where renews_pass_id is not null;
create index pass_ending on passes.pass (merchant_id, ends_day) where ended_at is null and ends_day is not null;
select platform.tenant_table('passes.pass');

-- One visit. Its units are spent in the ledger under the same id.
create table passes.pass_use (
  merchant_id uuid not null,
  id uuid not null,
  pass_id uuid not null,
  component_id uuid not null,
  member_id uuid not null, -- who came: the holder, or one of the family
  units integer not null check (units > 0),
  day date not null,
  at timestamptz not null,
  store_id uuid not null,
  item_id uuid,
  shown text not null check (shown in ('code', 'card', 'pin', 'staff', 'booking')),
  booking_id uuid,
  value_cents bigint not null,
  actor_id uuid,
  undone_at timestamptz,
  undone_by uuid,
  undone_reason text,
  primary key (merchant_id, id),
  check ((undone_at is null) = (undone_reason is null))
);
create index pass_use_by_pass on passes.pass_use (merchant_id, pass_id, day);
create index pass_use_by_time on passes.pass_use (merchant_id, at desc, id desc);
select platform.tenant_table('passes.pass_use');

-- Units kept for a booking until somebody came, or it was called off (R25).
create table passes.pass_hold (
  merchant_id uuid not null,
  id uuid not null, -- that of the booking
  pass_id uuid not null,
  component_id uuid not null,
  member_id uuid not null,
  units integer not null check (units > 0),
  day date not null, -- of the booking, not of today: its period's quota is drawn on
  starts_at timestamptz not null,
  store_id uuid not null,
  item_id uuid,
  held_at timestamptz not null,
  settled_at timestamptz,
  settled_as text check (settled_as in ('consumed', 'released_by_member', 'released_by_shop', 'released_by_freeze', 'released_by_end')),
  primary key (merchant_id, id),
  check ((settled_at is null) = (settled_as is null))
);
create index pass_hold_by_pass on passes.pass_hold (merchant_id, pass_id, day);
select platform.tenant_table('passes.pass_hold');

-- Days on which a pass rests; both days are in it.
create table passes.pass_freeze (
  merchant_id uuid not null,
  id uuid not null,
  pass_id uuid not null,
  from_day date not null,
  until_day date not null, -- brought forward when it is thawed early
  asked_until_day date not null,
  fee_cents bigint not null default 0 check (fee_cents >= 0),
  reason text not null,
  at timestamptz not null,
  actor_id uuid,
  -- Taken back before it began: no day rested.
  cancelled_at timestamptz,
  primary key (merchant_id, id),
  check (from_day <= asked_until_day and until_day <= asked_until_day)
);
create index pass_freeze_by_pass on passes.pass_freeze (merchant_id, pass_id, from_day);
select platform.tenant_table('passes.pass_freeze');

-- Everything else that happened to a pass, for its page and for who asks later.
create table passes.pass_change (
  merchant_id uuid not null,
  id uuid not null,
  pass_id uuid not null,
  kind text not null check (kind in ('sold', 'started', 'frozen', 'thawed', 'extended', 'transferred', 'renewed', 'auto_on', 'auto_off',
    'auto_noticed', 'auto_charged', 'auto_failed', 'cancel_asked', 'cancel_taken_back', 'ended', 'restored', 'family')),
  at timestamptz not null,
  actor_id uuid,
  facts jsonb not null,
  primary key (merchant_id, id)
);
create index pass_change_by_pass on passes.pass_change (merchant_id, pass_id, at);
select platform.append_only_table('passes.pass_change');

-- Who else may use a pass.
create table passes.pass_family (
  merchant_id uuid not null,
  pass_id uuid not null,
  member_id uuid not null,
  added_at timestamptz not null,
  primary key (merchant_id, pass_id, member_id)
);
create index pass_family_by_member on passes.pass_family (merchant_id, member_id);
select platform.tenant_table('passes.pass_family');

-- Renewal that runs by itself because the member agreed: told before each charge, stopped by one tap.
create table passes.pass_renewal (
  merchant_id uuid not null,
  pass_id uuid not null,
  agreed_at timestamptz not null,
  agreed_by uuid,
  price_cents bigint not null check (price_cents >= 0), -- what they agreed to pay; more is never taken
  charge_day date not null,
  notice_day date not null,
  next_at timestamptz, -- when something is to be done next; null: nothing any more
  noticed_at timestamptz,
  charged_at timestamptz,
  failed_at timestamptz,
  failed_code text,
  stopped_at timestamptz,
  stopped_by uuid,
  primary key (merchant_id, pass_id),
  check (notice_day <= charge_day - 5)
);
create index pass_renewal_due on passes.pass_renewal (merchant_id, next_at) where next_at is not null;
create index pass_renewal_by_day on passes.pass_renewal (merchant_id, charge_day);
select platform.tenant_table('passes.pass_renewal');

-- The secret number that a member says at the counter instead of showing a code.
create table passes.member_pin (
  merchant_id uuid not null,
  member_id uuid not null,
  pin_hash bytea not null,
  wrong_tries smallint not null default 0,
  locked_until timestamptz,
  set_at timestamptz not null,
  primary key (merchant_id, member_id)
);
select platform.tenant_table('passes.member_pin');

-- A number that was said right: the visit that follows names it.
create table passes.pin_check (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  primary key (merchant_id, id)
);
select platform.append_only_table('passes.pin_check');

-- What members bought, line by line: from it a plan is advised to them, or not.
create view cashier.read_member_line with (security_invoker = true) as
  select s.merchant_id, s.member_id, s.business_day, l.item_id, l.item_kind, l.net_cents
    from cashier.sale s
    join cashier.sale_line l on l.merchant_id = s.merchant_id and l.sale_id = s.id
   where s.member_id is not null;
grant select on cashier.read_member_line to regulars_app;

update identity.role r
   set permissions = r.permissions || array(
         select code from unnest(given.codes) as code where not (code = any(r.permissions)))
  from (values
         ('manager', array['passes.read', 'passes.use', 'passes.undo', 'passes.change', 'passes.manage']),
         ('cashier', array['passes.read', 'passes.use']),
         ('advisor', array['passes.read', 'passes.use', 'passes.change']),
         ('marketer', array['passes.read', 'passes.manage']),
         ('accountant', array['passes.read'])
       ) as given (role_code, codes)
 where r.code = given.role_code and not (r.permissions @> given.codes);
