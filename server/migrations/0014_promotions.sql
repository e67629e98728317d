-- Promotions: what the shop gives to everybody who fits, version by version, with limits that are counted where they are set.
-- Locks: none that matter, everything is new. Backfill: none.

create schema promotions;
grant usage on schema promotions to regulars_app;

create table promotions.promotion (
  merchant_id uuid not null,
  id uuid not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
create index promotion_by_time on promotions.promotion (merchant_id, created_at desc, id desc);
select platform.tenant_table('promotions.promotion');

-- What a promotion says from `valid_from` on, until the next version takes over (`valid_until`; null: it is the last).
-- It runs from `starts_at` until `ends_at`, both moved to the edges of the version.
create table promotions.promotion_version (
  merchant_id uuid not null,
  promotion_id uuid not null,
  version integer not null,
  name text not null check (name <> ''),
  terms jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  use_limit integer check (use_limit > 0),
  member_limit integer check (member_limit > 0),
  budget_cents bigint check (budget_cents > 0),
  valid_from timestamptz not null,
  valid_until timestamptz,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, promotion_id, version),
  foreign key (merchant_id, promotion_id) references promotions.promotion (merchant_id, id),
  check (ends_at is null or starts_at < ends_at),
  check (valid_until is null or valid_from <= valid_until)
);
-- The live set is read with every batch of sales; what ended long ago is not looked at.
create index promotion_version_by_end on promotions.promotion_version (merchant_id, (coalesce(least(ends_at, valid_until), 'infinity')));
select platform.tenant_table('promotions.promotion_version');

-- Counters of a promotion with a limit in all. One without has no row, and sales that take it wait for nobody.
create table promotions.counter (
  merchant_id uuid not null,
  promotion_id uuid not null,
  use_limit integer,
  uses integer not null default 0 check (uses >= 0),
  budget_cents bigint,
  spent_cents bigint not null default 0 check (spent_cents >= 0),
  primary key (merchant_id, promotion_id),
  check (use_limit is null or uses <= use_limit),
  check (budget_cents is null or spent_cents <= budget_cents)
) with (fillfactor = 50);
select platform.tenant_table('promotions.counter');

create table promotions.member_counter (
  merchant_id uuid not null,
  promotion_id uuid not null,
  member_id uuid not null,
  uses integer not null default 0,
  member_limit integer not null,
  primary key (merchant_id, promotion_id, member_id),
  check (uses between 0 and member_limit)
) with (fillfactor = 70);
select platform.tenant_table('promotions.member_counter');

-- One row per sale and promotion that lowered it: the figures, and what a reversed sale gives back.
create table promotions.promotion_use (
  merchant_id uuid not null,
  promotion_id uuid not null,
  sale_id uuid not null,
  version integer not null,
  store_id uuid not null,
  member_id uuid,
  off_cents bigint not null check (off_cents >= 0),
  at timestamptz not null,
  primary key (merchant_id, promotion_id, sale_id)
);
create index promotion_use_by_sale on promotions.promotion_use (merchant_id, sale_id);
select platform.append_only_table('promotions.promotion_use');

create table promotions.promotion_return (
  merchant_id uuid not null,
  promotion_id uuid not null,
  sale_id uuid not null,
  refund_id uuid not null,
  at timestamptz not null,
  primary key (merchant_id, promotion_id, sale_id)
);
select platform.append_only_table('promotions.promotion_return');
