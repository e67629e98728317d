-- A merchant's own tags on members; issues of coupons to audiences of any size, handed out piece by piece behind the command; and
-- growth for actions. Locks: coupons.coupon_issue for the moment of changing a check (a look at its rows, one for each act of issuing),
-- tiers.qualifying_day for adding a column (a constant default: no rewrite). Backfill: none.

-- A word that the merchant puts on members. Archived ones are on nobody, and their rows stay for the audit log to name them.
create table members.tag (
  merchant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (merchant_id, id)
);
create unique index tag_by_name on members.tag (merchant_id, lower(name)) where archived_at is null;
select platform.tenant_table('members.tag');

create table members.member_tag (
  merchant_id uuid not null,
  member_id uuid not null,
  tag_id uuid not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, member_id, tag_id),
  foreign key (merchant_id, member_id) references members.member (merchant_id, id),
  foreign key (merchant_id, tag_id) references members.tag (merchant_id, id)
);
create index member_tag_by_tag on members.member_tag (merchant_id, tag_id, member_id);
select platform.tenant_table('members.member_tag');

-- Who has which tag, for choosing many members at once.
create view members.read_member_tag with (security_invoker = true) as
  select m.merchant_id, m.member_id, m.tag_id
    from members.member_tag m
    join members.tag t on t.merchant_id = m.merchant_id and t.id = m.tag_id and t.archived_at is null;
grant select on members.read_member_tag to regulars_app;

-- How far an issue to a large audience has come. Its quantity is what it is to come to, and is taken from the pool with the command.
create table coupons.issue_run (
  merchant_id uuid not null,
  issue_id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  given integer not null default 0,
  skipped integer not null default 0,
  ended_at timestamptz,
  is_stopped boolean not null default false,
  primary key (merchant_id, issue_id)
);
select platform.tenant_table('coupons.issue_run');

-- The members who are still to get theirs, a thousand to a row: taken away with the coupons that they got.
create table coupons.issue_page (
  merchant_id uuid not null,
  issue_id uuid not null,
  page integer not null,
  member_ids uuid[] not null,
  primary key (merchant_id, issue_id, page)
);
select platform.tenant_table('coupons.issue_page');

-- Of a large audience everybody may have left meanwhile.
alter table coupons.coupon_issue drop constraint coupon_issue_quantity_check;
alter table coupons.coupon_issue add constraint coupon_issue_quantity_check check (quantity >= 0);

-- Growth for what members do beside buying: the actions that points were given for, each on its day, but those that went back.
create view points.read_rewarded_action with (security_invoker = true) as
  select u.merchant_id, u.member_id, u.day
    from points.action_use u
   where u.points > 0
     and not exists (select from points.action_return r where r.merchant_id = u.merchant_id and r.action_use_id = u.id);
grant select on points.read_rewarded_action to regulars_app;

-- Counted from when a programme asks for it; publishing such a one counts what was before.
alter table tiers.qualifying_day add column actions integer not null default 0 check (actions >= 0);

-- What a campaign, or a level's multiplier under its level's id, gave to a sale and has not taken back.
create view points.read_campaign_use with (security_invoker = true) as
  select u.merchant_id, u.campaign_id, u.sale_id, u.member_id, u.day,
         u.points - coalesce((select sum(r.points) from points.campaign_return r
                               where r.merchant_id = u.merchant_id and r.campaign_id = u.campaign_id
                                 and r.sale_id = u.sale_id), 0) as points
    from points.campaign_use u;
grant select on points.read_campaign_use to regulars_app;
