-- Bookings that members ask for themselves: units of a pass are held at once, staff confirm the time, say who came and who did not.
-- And the list of points that members gave each other, latest first, for staff.
-- Locks: passes.pass_hold for the moment of adding columns without a default and of its check constraint (added not valid, then
-- validated without stopping anybody), both tables against writing while their small indexes are made. Backfill: what staff held
-- before was agreed on when it was held.

alter table passes.pass_hold
  add column staff_grade text,
  -- Null while the shop has not said yes to the time that a member asked for.
  add column confirmed_at timestamptz,
  add column confirmed_by uuid,
  add column settled_by uuid;
update passes.pass_hold set confirmed_at = held_at where confirmed_at is null;

-- `missed`: nobody came, and the visit counts.
alter table passes.pass_hold drop constraint pass_hold_settled_as_check;
alter table passes.pass_hold add constraint pass_hold_settled_as_check
  check (settled_as in ('consumed', 'missed', 'released_by_member', 'released_by_shop', 'released_by_freeze', 'released_by_end')) not valid;
alter table passes.pass_hold validate constraint pass_hold_settled_as_check;

create index pass_hold_by_start on passes.pass_hold (merchant_id, starts_at, id);
create index pass_hold_by_member on passes.pass_hold (merchant_id, member_id, starts_at desc, id desc);

create index gift_by_time on rewards.gift (merchant_id, at desc, id desc);
