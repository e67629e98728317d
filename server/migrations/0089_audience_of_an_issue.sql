-- Coupons for members by what is known of them: the traits by which an audience is chosen, and whom an issue was for.
-- Locks: coupons.coupon_issue for the moment of adding a column without a default (no rewrite). Backfill: none; earlier issues
-- named their members one by one.

-- Live members by what they are, for choosing many at once. `birthday_month`: the solar month of the next birthday.
create view members.read_trait with (security_invoker = true) as
  select m.merchant_id, m.id as member_id, m.tier_id, m.home_store_id, m.enrolled_at,
         extract(month from m.next_birthday_day)::integer as birthday_month, m.custom
    from members.member m where m.status = 'active';
grant select on members.read_trait to regulars_app;

alter table coupons.coupon_issue add column audience jsonb;
