-- What members are told once and never again: passes and coupons about to end, passes and points that ended. And e-mail addresses that
-- whoever reads them has proved to be theirs: nothing is advertised to any other.
-- Locks: coupons.coupon against writes while its index is built; messaging.member_setting for an instant. Backfill: none, an address
-- that is there is proved when its owner answers; the columns are empty until then.

-- A day moves (a freeze, more days): that is another end, told again. Step 0: it is over.
create table passes.pass_notice (
  merchant_id uuid not null,
  pass_id uuid not null,
  day date not null,
  step smallint not null check (step between 0 and 365),
  at timestamptz not null,
  primary key (merchant_id, pass_id, day, step)
);
select platform.append_only_table('passes.pass_notice');

create table coupons.coupon_notice (
  merchant_id uuid not null,
  coupon_id uuid not null,
  ends_at timestamptz not null,
  step smallint not null check (step between 1 and 365),
  at timestamptz not null,
  primary key (merchant_id, coupon_id, ends_at, step)
);
select platform.append_only_table('coupons.coupon_notice');

-- What of members' coupons ends in the next days. The state is not in it, so that using a coupon still touches no index.
create index coupon_by_end on coupons.coupon (merchant_id, ends_at, id) where member_id is not null;

-- Points that ended on a day, as the member was told in the morning after.
create table points.expired_notice (
  merchant_id uuid not null,
  member_id uuid not null,
  day date not null,
  points bigint not null check (points > 0),
  at timestamptz not null,
  primary key (merchant_id, member_id, day)
);
select platform.append_only_table('points.expired_notice');

-- When the address of the setting was proved; null: it is only what somebody typed.
alter table messaging.member_setting add column email_proved_at timestamptz;

-- A code sent to an address: whoever can read it has that mailbox. One open at a time; hashes only.
create table messaging.email_code (
  merchant_id uuid not null,
  member_id uuid not null,
  id uuid not null,
  address_hash bytea not null,
  code_hash bytea not null,
  wrong_tries smallint not null default 0,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (merchant_id, member_id)
);
select platform.tenant_table('messaging.email_code');
