-- How points pay at the till. Versions are added, never changed: a sale keeps what it took.
-- Locks: none that matter, everything is new. Backfill: none; without a version points do not pay.

create table points.redeem_rule (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  -- `points` are worth `worth_cents`; the step is worth whole cents, so that any number of steps is.
  points bigint not null check (points > 0),
  worth_cents bigint not null check (worth_cents > 0),
  min_points bigint not null check (min_points >= 0),
  step_points bigint not null check (step_points > 0),
  -- Of the sale's net; 0: points do not pay.
  max_share_bps integer not null check (max_share_bps between 0 and 10000),
  -- What becomes of redeemed points that come back after their lot expired (R15).
  returned_expired text not null check (returned_expired in ('void', 'grace', 'as_new')),
  grace_days integer not null check (grace_days between 0 and 365),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version),
  check (step_points * worth_cents % points = 0 and min_points % step_points = 0)
);
select platform.append_only_table('points.redeem_rule');
