-- What a level earns more is explained on the sale by the level's name: the view that earning reads has it, too.
-- Locks: the view for an instant. Backfill: none.

create or replace view tiers.read_points_times with (security_invoker = true) as
  select t.merchant_id, t.id as tier_id, t.points_times_bps, t.name from tiers.tier t
   where t.archived_at is null and t.points_times_bps <> 10000;
