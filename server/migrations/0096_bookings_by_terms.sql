-- Bookings by the terms of their plan: called off too late a visit counts (`late`), and one to which nobody came may be given back
-- (`released_absent`). What nobody settled is found by its time.
-- Locks: passes.pass_hold for the moment in which its check constraint is replaced (added not valid, then validated without stopping
-- anybody), and that table and passes.pass_use against writing while a small index is made on each. Backfill: none.

alter table passes.pass_hold drop constraint pass_hold_settled_as_check;
alter table passes.pass_hold add constraint pass_hold_settled_as_check
  check (settled_as in ('consumed', 'missed', 'late', 'released_absent', 'released_by_member', 'released_by_shop',
                        'released_by_freeze', 'released_by_end')) not valid;
alter table passes.pass_hold validate constraint pass_hold_settled_as_check;

create index pass_hold_open on passes.pass_hold (merchant_id, starts_at, id) where settled_at is null;

-- What a line cost before discounts: advice on plans tries the prices of a plan on what a member bought.
create or replace view cashier.read_member_line with (security_invoker = true) as
  select s.merchant_id, s.member_id, s.business_day, l.item_id, l.item_kind, l.net_cents, l.gross_cents
    from cashier.sale s
    join cashier.sale_line l on l.merchant_id = s.merchant_id and l.sale_id = s.id
   where s.member_id is not null;

-- A member's own visits, on whichever pass.
create index pass_use_by_member on passes.pass_use (merchant_id, member_id, day desc);
