-- Spending points, whole: goods of the mall leave the shelf of the store that hands them out; what a reward costs beside its points
-- may be paid at the till; specials (rescue catalogues, redemption days, a better worth of points about to end) with their budgets.
-- Locks: rewards.reward, rewards.redemption and stock.move briefly, for columns with constant defaults and a CHECK that is checked
-- without holding up sales. Backfill: none.

alter table rewards.reward
  add column item_id uuid, -- the item of the catalogue that leaves the shelf
  add column till_pay text not null default 'no' check (till_pay in ('no', 'may', 'must')), -- may its money be paid at the till?
  add column min_purchase_cents bigint not null default 0 check (min_purchase_cents >= 0), -- 换购: beside goods for so much
  add column exchange_template_id uuid, -- the kind of coupon that carries its price to the till
  add column is_rescue_only boolean not null default false, -- in the catalogues of rescues alone
  add check (till_pay = 'no' or (item_id is not null and kind <> 'coupon' and may_pick_up)),
  add check (min_purchase_cents = 0 or till_pay = 'must');

alter table rewards.redemption
  add column item_id uuid,
  add column due_cents bigint not null default 0 check (due_cents >= 0); -- what is paid at the till when it is picked up

create index redemption_by_coupon on rewards.redemption (merchant_id, coupon_id) where coupon_id is not null;
drop index rewards.redemption_by_due;
create index redemption_by_due on rewards.redemption (merchant_id, expires_at) where state in ('reserved', 'sent');

-- 积分专场: for some days rewards cost fewer points, for everybody (day) or for members whose points are about to end (rescue); or
-- such points are worth more (worth). The CHECK is the net of the budget.
create table rewards.special (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('rescue', 'day', 'worth')),
  name text not null check (name <> ''),
  from_day date not null,
  to_day date not null,
  week_days smallint[], -- 1 Monday … 7 Sunday; null: every day
  month_days smallint[], -- null: every day
  within_days integer check (within_days between 1 and 366), -- points that end within so many days
  min_ending bigint not null default 0 check (min_ending >= 0), -- at least so many of them
  rate_bps integer, -- rescue, day: the share of the price that is paid; worth: what a point about to end is worth
  budget_points bigint check (budget_points > 0), -- what may be given up in all; null: no end
  used_points bigint not null default 0 check (used_points >= 0),
  created_at timestamptz not null,
  stopped_at timestamptz,
  author_id uuid,
  primary key (merchant_id, id),
  check (to_day >= from_day),
  check ((kind = 'day') = (within_days is null)),
  check (case when kind = 'worth' then rate_bps between 10001 and 50000 else rate_bps is null or rate_bps between 1 and 9999 end),
  check (budget_points is null or used_points <= budget_points)
) with (fillfactor = 50);
select platform.tenant_table('rewards.special');

-- What a reward costs in a special, where that is not the special's rate.
create table rewards.special_price (
  merchant_id uuid not null,
  special_id uuid not null,
  reward_id uuid not null,
  points bigint not null check (points > 0),
  primary key (merchant_id, special_id, reward_id)
);
select platform.tenant_table('rewards.special_price');

-- What a redemption was spared by which special. Taken back, it goes.
create table rewards.special_use (
  merchant_id uuid not null,
  redemption_id uuid not null,
  special_id uuid not null,
  points bigint not null check (points > 0),
  at timestamptz not null,
  primary key (merchant_id, redemption_id, special_id)
);
create index special_use_by_special on rewards.special_use (merchant_id, special_id);
select platform.tenant_table('rewards.special_use');

alter table stock.move drop constraint move_kind_check;
alter table stock.move add constraint move_kind_check
  check (kind in ('opening', 'sale', 'return', 'write_off', 'adjust', 'reward')) not valid;
alter table stock.move validate constraint move_kind_check;
