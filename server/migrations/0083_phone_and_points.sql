-- What a member does with money and points on the phone, whole: amounts of their own choice beside the offers.
-- Locks: none that matter, everything is new. Backfill: none; no amount of one's own is sold online until a shop says so.

-- Versions are added, never changed: what was sold online on any day stays known.
create table stored_value.free_top_up (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  name text not null,
  is_online boolean not null,
  min_cents bigint not null check (min_cents > 0),
  max_cents bigint not null check (max_cents >= min_cents),
  step_cents bigint not null check (step_cents > 0),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('stored_value.free_top_up');

-- On a redemption day points may be worth more at the till, too; what that gives up is noted by the sale's id beside redemptions.
alter table rewards.special
  add column till_rate_bps integer check (till_rate_bps between 10001 and 50000),
  add check (till_rate_bps is null or kind = 'day');

-- Who was told of a rescue or a better worth of points about to end: once for each special, for ever.
create table rewards.special_told (
  merchant_id uuid not null,
  special_id uuid not null,
  member_id uuid not null,
  at timestamptz not null,
  primary key (merchant_id, special_id, member_id)
);
select platform.append_only_table('rewards.special_told');
