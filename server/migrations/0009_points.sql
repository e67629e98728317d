-- How points are earned and how long they live. Versions are added, never changed: a lot keeps the version it was granted under.
-- Locks: none that matter, everything is new. Backfill: none.

create schema points;
grant usage on schema points to regulars_app;

create table points.rule (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  -- `points` for every `per_cents` of the basis, floored once per sale (R12).
  points integer not null check (points >= 0),
  per_cents bigint not null check (per_cents > 0),
  excluded_tenders text[] not null,
  is_tax_included boolean not null,
  -- Earned points wait so many days before they can be spent: until the goods can no longer come back (R13).
  pending_days integer not null default 0 check (pending_days between 0 and 365),
  -- null: points never expire. Else so many months after the day they were earned, valid through the day it is rounded to (R11).
  expiry_months integer check (expiry_months between 1 and 120),
  expiry_round text not null check (expiry_round in ('day', 'month_end', 'year_end')),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('points.rule');

-- A correction by hand, with who and why. The points themselves move in the ledger, under this id.
create table points.adjustment (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  store_id uuid not null,
  delta_points bigint not null check (delta_points <> 0),
  reason text not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
create index adjustment_by_member on points.adjustment (merchant_id, member_id, at);
select platform.append_only_table('points.adjustment');
