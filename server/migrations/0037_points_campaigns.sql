-- Points beyond the base rule: campaigns (double days, birthdays, first visits, points per piece), with caps and budgets that are
-- counted where they are set; and points for what members do beside buying (signing in, a review, a referral).
-- Locks: none that matter, everything is new. Backfill: none.

create table points.campaign (
  merchant_id uuid not null,
  id uuid not null,
  version integer not null default 1 check (version > 0),
  created_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
create index campaign_by_time on points.campaign (merchant_id, created_at desc, id desc);
select platform.tenant_table('points.campaign');

-- What a campaign says from `valid_from` on, until the next version takes over (`valid_until`; null: it is the last).
-- `simulated` is what the replay over real sales had shown when it was published: kept to be compared with what came.
create table points.campaign_version (
  merchant_id uuid not null,
  campaign_id uuid not null,
  version integer not null,
  name text not null check (name <> ''),
  terms jsonb not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  budget_points bigint check (budget_points > 0),
  simulated jsonb,
  valid_from timestamptz not null,
  valid_until timestamptz,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, campaign_id, version),
  foreign key (merchant_id, campaign_id) references points.campaign (merchant_id, id),
  check (ends_at is null or starts_at < ends_at),
  check (valid_until is null or valid_from <= valid_until)
);
-- The live set is read with the rule of every batch of sales; what ended long ago is not looked at.
create index campaign_version_by_end on points.campaign_version (merchant_id, (coalesce(least(ends_at, valid_until), 'infinity')));
select platform.tenant_table('points.campaign_version');

-- The budget of a campaign that has one. One without has no row, and sales that earn by it wait for nobody.
create table points.campaign_counter (
  merchant_id uuid not null,
  campaign_id uuid not null,
  budget_points bigint,
  given_points bigint not null default 0 check (given_points >= 0),
  primary key (merchant_id, campaign_id),
  check (budget_points is null or given_points <= budget_points)
) with (fillfactor = 50);
select platform.tenant_table('points.campaign_counter');

-- What a member had of a campaign with caps, by period: 'd2026-03-08', 'm2026-03', 'y2026', 'b2026-03-08' (a birthday), 'e' (ever).
-- Guarded by the lock of the member.
create table points.campaign_member_counter (
  merchant_id uuid not null,
  campaign_id uuid not null,
  member_id uuid not null,
  period text collate "C" not null,
  points bigint not null check (points >= 0),
  uses integer not null check (uses >= 0),
  primary key (merchant_id, campaign_id, member_id, period)
) with (fillfactor = 70);
select platform.tenant_table('points.campaign_member_counter');

-- One row per sale and campaign that gave points: the figures, and what a refund takes back. `day` is the store's own.
create table points.campaign_use (
  merchant_id uuid not null,
  campaign_id uuid not null,
  sale_id uuid not null,
  version integer not null,
  store_id uuid not null,
  member_id uuid not null,
  day date not null,
  points bigint not null check (points > 0),
  periods text[] not null,
  at timestamptz not null,
  primary key (merchant_id, campaign_id, sale_id)
);
create index campaign_use_by_sale on points.campaign_use (merchant_id, sale_id);
create index campaign_use_by_day on points.campaign_use (merchant_id, campaign_id, day);
select platform.append_only_table('points.campaign_use');

create table points.campaign_return (
  merchant_id uuid not null,
  campaign_id uuid not null,
  sale_id uuid not null,
  refund_id uuid not null,
  points bigint not null check (points > 0),
  at timestamptz not null,
  primary key (merchant_id, campaign_id, sale_id, refund_id)
);
select platform.append_only_table('points.campaign_return');

-- The birthdays that a member had points for: another day within 300 is an edited one, not the next.
create table points.birthday_use (
  merchant_id uuid not null,
  member_id uuid not null,
  day date not null,
  at timestamptz not null,
  primary key (merchant_id, member_id, day)
);
select platform.append_only_table('points.birthday_use');

-- What members get for what they do, version by version; never changed.
create table points.action_rule (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  terms jsonb not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('points.action_rule');

-- One row per deed that was rewarded. `source` is what it was done for; the same deed is rewarded once.
create table points.action_use (
  merchant_id uuid not null,
  id uuid not null,
  action text not null check (action in ('sign_in', 'review', 'profile', 'referrer', 'referred')),
  source text collate "C" not null,
  member_id uuid not null,
  version integer not null,
  day date not null,
  points bigint not null check (points >= 0),
  -- The sale that a referral was rewarded for: returned as a whole, the reward goes with it.
  sale_id uuid,
  at timestamptz not null,
  primary key (merchant_id, id),
  unique (merchant_id, action, source)
);
create index action_use_by_member on points.action_use (merchant_id, member_id, action, day);
create index action_use_by_sale on points.action_use (merchant_id, sale_id) where sale_id is not null;
select platform.append_only_table('points.action_use');

create table points.action_return (
  merchant_id uuid not null,
  action_use_id uuid not null,
  refund_id uuid not null,
  points bigint not null check (points > 0),
  at timestamptz not null,
  primary key (merchant_id, action_use_id)
);
select platform.append_only_table('points.action_return');

-- The points of actions with a budget, in all; one without has no row. Both sides of a referral share theirs.
create table points.action_counter (
  merchant_id uuid not null,
  action text not null check (action in ('sign_in', 'review', 'profile', 'referral')),
  budget_points bigint,
  given_points bigint not null default 0 check (given_points >= 0),
  primary key (merchant_id, action),
  check (budget_points is null or given_points <= budget_points)
) with (fillfactor = 50);
select platform.tenant_table('points.action_counter');
