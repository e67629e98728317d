-- How points end: rules of ending by age, yearly clearing and inactivity, what is told before, given after, and what it costs.
-- Locks: ledger.account and ledger.lot for an instant each (columns without default), one role of each merchant. Backfill: the
-- manager's role may extend; lots that are there keep
-- their day, and inactivity touches none of them before their member was told.

-- When the owner last did something that counts as activity. Written with the account's own row, never as a row of its own.
alter table ledger.account add column active_at timestamptz;

-- Inactivity is pinned to the lot and counted from its account's activity: nothing is written to lots when somebody comes by.
-- expires_at stays the fixed end, where there is one; what counts is the earlier of the two.
alter table ledger.lot
  add column idle_months smallint,
  add column idle_days smallint,
  add column idle_zone text;
alter table ledger.lot add constraint lot_idle_whole check (
  (idle_zone is null) = (idle_months is null) and (idle_zone is null) = (idle_days is null)
  and coalesce(idle_months, 0) >= 0 and coalesce(idle_days, 0) >= 0) not valid;
alter table ledger.lot validate constraint lot_idle_whole;

-- When an account with such lots is looked at next. Only ever too early: a visit does not move it, the look does.
create table ledger.idle_account (
  merchant_id uuid not null,
  account_id uuid not null,
  due_at timestamptz not null,
  primary key (merchant_id, account_id)
);
create index idle_account_due on ledger.idle_account (merchant_id, due_at);
select platform.tenant_table('ledger.idle_account');

-- The last day of a lot that lapses by inactivity: months clamped to the month's end, then days (the pure function's twin).
create function ledger.idle_last_day(active_at timestamptz, earned_at timestamptz, months smallint, days smallint, zone text)
returns date language sql stable parallel safe as $$
  select (((greatest(active_at, earned_at) at time zone zone)::date + make_interval(months => months))::date + days)
$$;

-- ends_at and ends_day are when a lot really ends: by its own day or by inactivity, whichever comes first. expires_at is the
-- fixed one alone, which an index knows.
create or replace view ledger.read_open_lot with (security_invoker = true) as
  select l.merchant_id, a.owner_kind, a.owner_id, a.asset, l.remaining_units, l.expires_at, l.expires_day,
         l.id as lot_id, l.account_id, l.held_units, l.earned_at, l.usable_from, l.rule_version, l.source_kind, l.source_id,
         l.idle_zone is not null as is_idle,
         case when l.idle_zone is null then l.expires_day
              else least(l.expires_day, ledger.idle_last_day(a.active_at, l.earned_at, l.idle_months, l.idle_days, l.idle_zone))
          end as ends_day,
         case when l.idle_zone is null then l.expires_at
              else least(l.expires_at,
                (ledger.idle_last_day(a.active_at, l.earned_at, l.idle_months, l.idle_days, l.idle_zone) + 1)::timestamp
                  at time zone l.idle_zone)
          end as ends_at,
         coalesce(l.expires_zone, l.idle_zone) as ends_zone
    from ledger.lot l
    join ledger.account a on a.merchant_id = l.merchant_id and a.id = l.account_id
   where l.is_open;
grant select on ledger.read_open_lot to regulars_app;

-- How points end. Versions are added, never changed; a lot is granted under one. The earliest of the three kinds wins.
create table points.expiry_rule (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  id uuid not null, -- what lots whose end it moved name as their source
  -- Age: so many months, rounded, or so many days; both null: points do not age.
  age_months integer check (age_months between 1 and 120),
  age_days integer check (age_days between 1 and 3660),
  age_round text not null check (age_round in ('day', 'month_end', 'year_end')),
  -- Clearing: the last good day of each year, MM-DD (02-29 is the 28th in common years); what was earned in the months up to it is spared.
  clearing_on text check (clearing_on ~ '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'),
  clearing_spare_months integer not null check (clearing_spare_months between 0 and 12),
  -- Inactivity: so long after the last activity.
  idle_months integer check (idle_months between 1 and 120),
  idle_days integer check (idle_days between 1 and 3660),
  -- Whom the version is for: points given from now on, or those that are there too, once their member was told and so many days passed.
  reach text not null check (reach in ('new', 'all')),
  notice_days integer not null check (notice_days between 0 and 365),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version),
  check (age_months is null or age_days is null),
  check (idle_months is null or idle_days is null),
  check (reach = 'new' or notice_days >= 7)
);
select platform.append_only_table('points.expiry_rule');

-- Who was told of a version that is for points that are there, and from which day on it holds for them.
create table points.expiry_notice (
  merchant_id uuid not null,
  version integer not null,
  account_id uuid not null,
  member_id uuid not null,
  told_at timestamptz not null,
  applies_at timestamptz not null,
  applied_at timestamptz,
  primary key (merchant_id, version, account_id)
);
create index expiry_notice_due on points.expiry_notice (merchant_id, applies_at) where applied_at is null;
select platform.tenant_table('points.expiry_notice');

-- What ends when, by account and day: a mirror of the ledger's open lots, kept by whoever reads the ledger's new entries, never by a
-- sale. 'infinity' is never. The sums per day change with it.
create table points.ending (
  merchant_id uuid not null,
  account_id uuid not null,
  day date not null,
  member_id uuid not null,
  units bigint not null check (units > 0),
  lots integer not null check (lots > 0),
  primary key (merchant_id, account_id, day)
);
create index ending_by_day on points.ending (merchant_id, day, member_id);
select platform.tenant_table('points.ending');

create table points.ending_day (
  merchant_id uuid not null,
  day date not null,
  units bigint not null,
  members integer not null,
  lots integer not null,
  primary key (merchant_id, day)
) with (fillfactor = 70);
select platform.tenant_table('points.ending_day');

-- The same per month (its first day): how many members lose something in a month is no sum of its days.
create table points.ending_month (
  merchant_id uuid not null,
  month date not null,
  units bigint not null,
  members integer not null,
  lots integer not null,
  primary key (merchant_id, month)
) with (fillfactor = 70);
select platform.tenant_table('points.ending_month');

-- How far the mirror has come: entries up to here are in it. While it is filled for the first time, up to which account.
create table points.forecast_state (
  merchant_id uuid not null,
  read_to timestamptz not null,
  filled_to uuid,
  is_filled boolean not null,
  primary key (merchant_id)
);
select platform.tenant_table('points.forecast_state');

-- What a member was told of points that end: never twice the same.
create table points.reminder (
  merchant_id uuid not null,
  member_id uuid not null,
  day date not null,
  step smallint not null check (step between 1 and 365),
  points bigint not null check (points > 0),
  at timestamptz not null,
  primary key (merchant_id, member_id, day, step)
);
select platform.append_only_table('points.reminder');

-- Points whose end was moved for a group of members, with the cost that was shown.
create table points.extension (
  merchant_id uuid not null,
  id uuid not null,
  cohort jsonb not null,
  to_day date not null,
  members integer not null,
  lots integer not null,
  points bigint not null,
  worth_cents bigint not null,
  expected_cost_cents bigint,
  reason text not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
select platform.append_only_table('points.extension');

-- What is done for points that have ended. Versions are added, never changed.
create table points.rescue_rule (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  -- After their day points can be brought back for so many days by a purchase of at least so much; 0: not at all.
  grace_days integer not null check (grace_days between 0 and 365),
  min_purchase_cents bigint not null check (min_purchase_cents >= 0),
  -- How long points live that were brought back.
  life_days integer not null check (life_days between 1 and 3660),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('points.rescue_rule');

-- A purchase that brought points back; the points move in the ledger under this id.
create table points.reinstatement (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  points bigint not null check (points > 0),
  expires_day date not null,
  at timestamptz not null,
  primary key (merchant_id, id)
);
create index reinstatement_by_member on points.reinstatement (merchant_id, member_id, at);
select platform.append_only_table('points.reinstatement');
-- Which ended lots came back, so that none comes back twice.
create table points.reinstated_lot (
  merchant_id uuid not null,
  lot_id uuid not null,
  reinstatement_id uuid not null,
  points bigint not null check (points > 0),
  primary key (merchant_id, lot_id, reinstatement_id)
);
select platform.append_only_table('points.reinstated_lot');

-- The rules as members read them, generated from what is in force: one row whenever the text changes.
create table points.rules_page (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  facts jsonb not null,
  fingerprint text not null,
  at timestamptz not null,
  primary key (merchant_id, version)
);
select platform.append_only_table('points.rules_page');

-- Which version a member accepted, when and where.
create table points.rules_acceptance (
  merchant_id uuid not null,
  member_id uuid not null,
  version integer not null,
  how text not null check (how in ('enrolment', 'portal', 'staff')),
  at timestamptz not null,
  primary key (merchant_id, member_id, version)
);
select platform.append_only_table('points.rules_acceptance');

-- Points by the month they were earned in and the month in which they were spent, expired or taken: redemption curves. One row per
-- pair of months, written when the later one is over.
create table points.flow_month (
  merchant_id uuid not null,
  month date not null,
  earned_month date not null,
  issued_points bigint not null,
  redeemed_points bigint not null,
  expired_points bigint not null,
  other_points bigint not null,
  primary key (merchant_id, month, earned_month)
);
select platform.append_only_table('points.flow_month');

-- A month of the books: what was put aside for points, and what became revenue, cumulative figures caught up (IFRS 15.B46).
create table points.liability_month (
  merchant_id uuid not null,
  month date not null,
  deferred_cents bigint not null,
  recognised_cents bigint not null,
  expected_bps integer not null check (expected_bps between 0 and 10000),
  is_estimate boolean not null,
  worth_cents bigint not null,
  per_points bigint not null,
  issued_points bigint not null,
  redeemed_points bigint not null,
  expired_points bigint not null,
  outstanding_points bigint not null,
  at timestamptz not null,
  primary key (merchant_id, month)
);
select platform.append_only_table('points.liability_month');

update identity.role
   set permissions = permissions || array['points.extend']
 where code = 'manager' and not ('points.extend' = any(permissions));
