-- What points buy beside the till: rewards of the mall, gifts to other members, donations, draws.
-- Locks: the rows of five roles of each merchant. Backfill: their permissions; everything else is new.

create schema rewards;
grant usage on schema rewards to regulars_app;

-- Something that can be had for points, or for points and stored value.
create table rewards.reward (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('goods', 'coupon', 'service')),
  name text not null check (name <> ''),
  note text not null default '',
  points bigint not null check (points > 0),
  cash_cents bigint not null check (cash_cents >= 0),
  coupon_template_id uuid,
  store_ids uuid[], -- where it is picked up; null: everywhere
  may_pick_up boolean not null,
  may_deliver boolean not null,
  member_limit integer check (member_limit > 0),
  hold_hours integer not null check (hold_hours between 1 and 2160),
  is_eco boolean not null default false,
  starts_at timestamptz,
  ends_at timestamptz,
  version integer not null,
  created_at timestamptz not null,
  stopped_at timestamptz,
  author_id uuid,
  primary key (merchant_id, id),
  check ((kind = 'coupon') = (coupon_template_id is not null)),
  check (kind = 'coupon' or may_pick_up or may_deliver),
  check (ends_at is null or starts_at is null or ends_at > starts_at)
);
select platform.tenant_table('rewards.reward');

-- How many are left. A reward without a row is never short. The CHECK is the net: not even a wrong program gives one too many.
create table rewards.stock (
  merchant_id uuid not null,
  reward_id uuid not null,
  units_left integer not null check (units_left >= 0),
  primary key (merchant_id, reward_id)
) with (fillfactor = 50);
select platform.tenant_table('rewards.stock');

-- How many of a limited reward a member has.
create table rewards.member_count (
  merchant_id uuid not null,
  reward_id uuid not null,
  member_id uuid not null,
  units integer not null check (units >= 0),
  primary key (merchant_id, reward_id, member_id)
);
select platform.tenant_table('rewards.member_count');

-- One reward had. The id is the command's key and the source of its ledger entries. Code and address are sealed.
create table rewards.redemption (
  merchant_id uuid not null,
  id uuid not null,
  reward_id uuid not null,
  member_id uuid not null,
  name text not null,
  kind text not null,
  quantity integer not null check (quantity > 0),
  points bigint not null check (points >= 0), -- zero: won in a draw
  cash_cents bigint not null check (cash_cents >= 0),
  state text not null check (state in ('reserved', 'to_send', 'sent', 'done', 'cancelled', 'expired')),
  store_id uuid,
  code_hash bytea,
  code bytea,
  address bytea, -- sealed with the member's key
  tracking text,
  coupon_id uuid,
  draw_entry_id uuid,
  at timestamptz not null,
  expires_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  primary key (merchant_id, id)
);
create index redemption_by_time on rewards.redemption (merchant_id, at, id);
create index redemption_by_member on rewards.redemption (merchant_id, member_id, at, id);
create index redemption_by_reward on rewards.redemption (merchant_id, reward_id);
create unique index redemption_by_code on rewards.redemption (merchant_id, code_hash) where code_hash is not null;
create index redemption_by_due on rewards.redemption (merchant_id, expires_at) where state = 'reserved';
select platform.tenant_table('rewards.redemption');

-- Points offered to another member: held until accepted, given back after a day.
create table rewards.gift (
  merchant_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  points bigint not null check (points > 0),
  state text not null check (state in ('offered', 'accepted', 'returned')),
  at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  check (from_id <> to_id)
);
create index gift_by_giver on rewards.gift (merchant_id, from_id, at);
create index gift_by_receiver on rewards.gift (merchant_id, to_id, at);
create index gift_by_due on rewards.gift (merchant_id, expires_at) where state = 'offered';
select platform.tenant_table('rewards.gift');

create table rewards.gift_policy (
  merchant_id uuid not null,
  is_on boolean not null,
  day_most integer not null check (day_most > 0),
  year_most integer not null check (year_most > 0),
  member_days integer not null check (member_days >= 0),
  changed_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id)
);
select platform.tenant_table('rewards.gift_policy');

-- Whom points can be given to. What it was given stands in the ledger, under its own account.
create table rewards.charity (
  merchant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  note text not null default '',
  cents_per_hundred bigint not null check (cents_per_hundred > 0), -- what the shop pays for what was given
  at timestamptz not null,
  closed_at timestamptz,
  author_id uuid,
  primary key (merchant_id, id)
);
select platform.tenant_table('rewards.charity');

create table rewards.donation (
  merchant_id uuid not null,
  id uuid not null,
  charity_id uuid not null,
  member_id uuid not null,
  points bigint not null check (points > 0),
  worth_cents bigint not null check (worth_cents >= 0),
  at timestamptz not null,
  primary key (merchant_id, id)
);
create index donation_by_charity on rewards.donation (merchant_id, charity_id, at);
create index donation_by_member on rewards.donation (merchant_id, member_id, at);
select platform.append_only_table('rewards.donation');

-- 抽奖. The seed is drawn when it is published and its hash shown at once; the seed itself when the draw is over. So neither the
-- shop nor a member can bend a result, and everybody can compute all of them afterwards.
create table rewards.draw (
  merchant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  rules text not null,
  cost_points bigint not null check (cost_points > 0),
  day_most integer not null check (day_most between 1 and 100), -- per member and day
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  commitment text not null,
  seed bytea not null, -- sealed
  entries integer not null default 0,
  created_at timestamptz not null,
  closed_at timestamptz,
  author_id uuid,
  primary key (merchant_id, id),
  check (ends_at > starts_at)
) with (fillfactor = 50);
select platform.tenant_table('rewards.draw');

create table rewards.draw_prize (
  merchant_id uuid not null,
  draw_id uuid not null,
  position smallint not null,
  name text not null check (name <> ''),
  kind text not null check (kind in ('points', 'coupon', 'reward')),
  points bigint,
  coupon_template_id uuid,
  reward_id uuid,
  worth_cents bigint not null check (worth_cents between 0 and 5000000), -- 反不正当竞争法: 50,000 yuan at most
  odds_ppm integer not null check (odds_ppm between 1 and 1000000),
  total integer not null check (total > 0),
  units_left integer not null check (units_left between 0 and total),
  primary key (merchant_id, draw_id, position)
) with (fillfactor = 50);
select platform.tenant_table('rewards.draw_prize');

create table rewards.draw_entry (
  merchant_id uuid not null,
  id uuid not null,
  draw_id uuid not null,
  member_id uuid not null,
  number integer not null, -- counts the draw's entries: what the seed is hashed with
  roll integer not null,
  prize_position smallint, -- null: nothing
  is_refunded boolean not null, -- the prize rolled was gone: the points came back
  at timestamptz not null,
  primary key (merchant_id, id)
);
create unique index draw_entry_by_number on rewards.draw_entry (merchant_id, draw_id, number);
create index draw_entry_by_member on rewards.draw_entry (merchant_id, member_id, draw_id, at);
select platform.append_only_table('rewards.draw_entry');

update identity.role r
   set permissions = r.permissions || array(
         select code from unnest(given.codes) as code where not (code = any(r.permissions)))
  from (values
         ('manager', array['rewards.read', 'rewards.manage', 'rewards.hand_out']),
         ('marketer', array['rewards.read', 'rewards.manage']),
         ('cashier', array['rewards.read', 'rewards.hand_out']),
         ('advisor', array['rewards.read', 'rewards.hand_out'])
       ) as given (role_code, codes)
 where r.code = given.role_code and not (r.permissions @> given.codes);
