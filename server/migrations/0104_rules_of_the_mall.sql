-- The published rules of points tell what members may give each other, the terms of the mall, and what is running or announced: `points`
-- reads them by these views.
-- Locks: none. Backfill: none.

create view rewards.read_gift_policy with (security_invoker = true) as
  select merchant_id, is_on, day_most, year_most, member_days from rewards.gift_policy;
grant select on rewards.read_gift_policy to regulars_app;

-- What is in the mall, or will be: how it is had, not what it costs.
create view rewards.read_mall_reward with (security_invoker = true) as
  select merchant_id, id, cash_cents > 0 as has_money, may_deliver, till_pay <> 'no' as is_paid_at_till, member_limit is not null as is_limited,
         hold_hours, is_eco, ends_at
    from rewards.reward where stopped_at is null;
grant select on rewards.read_mall_reward to regulars_app;

create view rewards.read_special with (security_invoker = true) as
  select merchant_id, id, kind, name, from_day, to_day, week_days, month_days, within_days, min_ending, rate_bps, till_rate_bps,
         budget_points is not null as has_budget
    from rewards.special where stopped_at is null;
grant select on rewards.read_special to regulars_app;

-- Levels by name, for what is said to be for some of them.
create view tiers.read_level_name with (security_invoker = true) as
  select merchant_id, id as tier_id, name from tiers.tier;
grant select on tiers.read_level_name to regulars_app;
