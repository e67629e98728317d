-- When an item is first sold and a coupon first taken: who has early access by a pass or a level comes before that.
-- Locks: catalog.item and coupons.coupon_template for an instant, nothing is rewritten. Backfill: none, null is open as before.

-- Null: sold since it is there.
alter table catalog.item add column opens_at timestamptz;

-- Null: taken from its link as soon as that is there.
alter table coupons.coupon_template add column claim_opens_at timestamptz;
