-- Levels of members: the programme by versions, where each member stands and why, what each level gives and who took it; and
-- what coupons still lacked: pages on which a member claims one, and coupons given on from one member to another.
-- Locks: members.member and coupons.coupon for the moment of adding a column and a check (no rewrite; the check is proved
-- beside readers and writers);
-- the new index on members is over rows that do not exist yet. Backfill: two permissions of two roles; a merchant without a
-- programme has no rows.

create schema tiers;
grant usage on schema tiers to regulars_app;

-- The level that holds for a member now, written by the tiers module through members. It stands here because a sale reads it
-- with the member's lock: no statement more. Null: the base level.
alter table members.member add column tier_id uuid;
create index member_by_tier on members.member (merchant_id, tier_id, id) where tier_id is not null;

-- Whose records are one person's, for set-wise counts over what stands on absorbed records.
create view members.read_merged with (security_invoker = true) as
  select m.merchant_id, m.id as member_id, m.merged_into as into_id from members.member m where m.merged_into is not null;
grant select on members.read_merged to regulars_app;

-- Who there is and who may be written to, for sweeps over all members in key order.
create view members.read_tier with (security_invoker = true) as
  select m.merchant_id, m.id as member_id, m.tier_id, m.enrolled_at, m.next_birthday_day
    from members.member m where m.status in ('active', 'blocked');
grant select on members.read_tier to regulars_app;

-- What each sale of a member came to after its refunds, on the day of the sale.
create view cashier.read_member_sale with (security_invoker = true) as
  select s.merchant_id, s.id as sale_id, s.member_id, s.store_id, s.business_day, s.at, s.net_cents, s.discount_cents,
         s.points_earned, coalesce(r.refunded_cents, 0)::bigint as refunded_cents, r.refunded_cents is not null as is_refunded
    from cashier.sale s
    left join lateral (select sum(r.net_cents)::bigint as refunded_cents from cashier.refund r
                        where r.merchant_id = s.merchant_id and r.sale_id = s.id) r on true
   where s.member_id is not null;
grant select on cashier.read_member_sale to regulars_app;

-- What the merchant published, version by version. The last one holds.
create table tiers.programme (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  terms jsonb not null,
  published_at timestamptz not null,
  published_by uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('tiers.programme');

-- The levels by their ids, which outlive versions: price lists, promotions and earning rules name them. `level` counts from 1;
-- a level that was dropped keeps its row and its name.
create table tiers.tier (
  merchant_id uuid not null,
  id uuid not null,
  level smallint not null check (level > 0),
  name text not null,
  colour smallint not null check (colour between 0 and 5),
  points_times_bps integer not null default 10000 check (points_times_bps between 10000 and 100000),
  archived_at timestamptz,
  primary key (merchant_id, id)
);
select platform.tenant_table('tiers.tier');

-- How many times over a level earns points, for the earning rules of a sale.
create view tiers.read_points_times with (security_invoker = true) as
  select t.merchant_id, t.id as tier_id, t.points_times_bps from tiers.tier t
   where t.archived_at is null and t.points_times_bps <> 10000;
grant select on tiers.read_points_times to regulars_app;

-- What a member did on one day that counts: counted again from the day's sales whenever one changes, never added to.
create table tiers.qualifying_day (
  merchant_id uuid not null,
  member_id uuid not null,
  day date not null,
  spend_cents bigint not null check (spend_cents >= 0),
  is_visit boolean not null,
  activity_units bigint not null check (activity_units >= 0),
  primary key (merchant_id, member_id, day)
) with (fillfactor = 85);
select platform.tenant_table('tiers.qualifying_day');

-- Growth given beside sales: for an action, from an import, by hand. One row a source.
create table tiers.activity (
  merchant_id uuid not null,
  source_kind text not null,
  source_id uuid not null,
  member_id uuid not null,
  day date not null,
  units bigint not null check (units > 0),
  at timestamptz not null,
  primary key (merchant_id, source_kind, source_id)
);
create index activity_by_member on tiers.activity (merchant_id, member_id, day);
select platform.tenant_table('tiers.activity');

-- Where a member stands. `earned_tier_id` null: the base level. The level that holds is the higher of earned and granted and is
-- copied to the member. `due_at`: the next moment at which something is to be looked at.
create table tiers.standing (
  merchant_id uuid not null,
  member_id uuid not null,
  earned_tier_id uuid,
  reached_day date not null,
  review_day date,
  grace_from_day date,
  grace_until_day date,
  granted_tier_id uuid,
  granted_until_day date,
  grant_id uuid,
  units bigint not null default 0, -- as last counted, for lists; pages count anew
  counted_day date not null,
  programme_version integer not null,
  due_at timestamptz,
  primary key (merchant_id, member_id),
  check ((granted_tier_id is null) = (granted_until_day is null) and (granted_tier_id is null) = (grant_id is null)),
  check (earned_tier_id is not null or (review_day is null and grace_until_day is null)),
  check ((grace_from_day is null) = (grace_until_day is null))
) with (fillfactor = 80);
create index standing_by_due on tiers.standing (merchant_id, due_at, member_id) where due_at is not null;
create index standing_by_units on tiers.standing (merchant_id, units, member_id);
select platform.tenant_table('tiers.standing');

-- Each change of the level that holds, for ever.
create table tiers.change (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  from_tier_id uuid,
  to_tier_id uuid,
  cause text not null check (cause in ('earned', 'review', 'grant', 'grant_end', 'merge', 'merge_undo', 'import', 'programme')),
  units bigint not null,
  programme_version integer not null,
  day date not null,
  at timestamptz not null,
  actor_id uuid,
  reason text,
  primary key (merchant_id, id)
);
create index change_by_member on tiers.change (merchant_id, member_id, at, id);
create index change_by_time on tiers.change (merchant_id, at, id);
select platform.append_only_table('tiers.change');

-- What a level gave: coupons issued by itself or claimed at the till, once for each place in its period.
create table tiers.gift (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  benefit_id uuid not null,
  tier_id uuid,
  kind text not null check (kind in ('gift', 'upgrade_gift', 'birthday_gift')),
  period text not null, -- the first day of the period, the change or the birthday that it is for
  place smallint not null check (place > 0), -- of a period's quota
  template_id uuid not null,
  coupon_ids uuid[] not null,
  cost_cents bigint not null,
  day date not null,
  at timestamptz not null,
  actor_id uuid,
  store_id uuid,
  primary key (merchant_id, id)
);
create unique index gift_once on tiers.gift (merchant_id, member_id, benefit_id, period, place);
create index gift_by_benefit on tiers.gift (merchant_id, benefit_id, day);
select platform.append_only_table('tiers.gift');

-- A published version being put into force over all members, in key order, a page at a time.
create table tiers.placement (
  merchant_id uuid primary key,
  version integer not null,
  after_member_id uuid,
  counts_history boolean not null,
  started_at timestamptz not null
);
select platform.tenant_table('tiers.placement');

-- How far the automatic gifts of a benefit are handed out for a period, in key order of members.
create table tiers.gift_round (
  merchant_id uuid not null,
  benefit_id uuid not null,
  period text not null,
  after_member_id uuid,
  done_at timestamptz,
  primary key (merchant_id, benefit_id, period)
);
select platform.tenant_table('tiers.gift_round');

-- What coupons took off and kept: a use that was given back is none.
create view coupons.read_use with (security_invoker = true) as
  select u.merchant_id, u.coupon_id, u.template_id, u.member_id, u.sale_id, u.off_cents, u.at
    from coupons.coupon_use u
   where not exists (select from coupons.coupon_return r
                      where r.merchant_id = u.merchant_id and r.coupon_id = u.coupon_id and r.turn = u.turn);
grant select on coupons.read_use to regulars_app;

-- What price lists for members took off, line by line.
create view cashier.read_member_price with (security_invoker = true) as
  select s.merchant_id, s.id as sale_id, s.member_id, s.business_day, (step->'facts'->>'priceListId')::uuid as price_list_id,
         -(step->>'amountCents')::bigint as off_cents
    from cashier.sale s
    join cashier.sale_line l on l.merchant_id = s.merchant_id and l.sale_id = s.id
   cross join lateral jsonb_array_elements(l.steps) as step
   where s.member_id is not null and step->>'code' = 'member_price';
grant select on cashier.read_member_price to regulars_app;

-- A coupon on its way to somebody else: nobody uses it until it is accepted or back.
alter table coupons.coupon drop constraint coupon_status_check;
alter table coupons.coupon add constraint coupon_status_check
  check (status in ('unused', 'offered', 'used', 'void')) not valid;
alter table coupons.coupon validate constraint coupon_status_check;

-- A coupon offered from one member to whoever has the link; settled without a receiver it went back.
create table coupons.coupon_gift (
  merchant_id uuid not null,
  id uuid not null,
  coupon_id uuid not null,
  from_member_id uuid not null,
  to_member_id uuid,
  offered_at timestamptz not null,
  ends_at timestamptz not null,
  settled_at timestamptz,
  primary key (merchant_id, id),
  check (to_member_id is null or settled_at is not null)
);
create unique index coupon_gift_open on coupons.coupon_gift (merchant_id, coupon_id) where settled_at is null;
create index coupon_gift_by_coupon on coupons.coupon_gift (merchant_id, coupon_id);
create index coupon_gift_by_giver on coupons.coupon_gift (merchant_id, from_member_id, offered_at desc);
create index coupon_gift_by_end on coupons.coupon_gift (merchant_id, ends_at, id) where settled_at is null;
select platform.tenant_table('coupons.coupon_gift');

-- The roles that merchants started with may do what comes with it.
update identity.role r
   set permissions = r.permissions || array(
         select code from unnest(array['tiers.manage', 'tiers.grant']) as code where not (code = any(r.permissions)))
 where r.code in ('manager', 'marketer') and not (r.permissions @> array['tiers.manage', 'tiers.grant']);
