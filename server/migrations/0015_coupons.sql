-- Coupons: templates with their limits, what was issued to whom, codes, and every use and return.
-- Locks: none that matter, everything is new. Backfill: none.

create schema coupons;
grant usage on schema coupons to regulars_app;

-- What the shop hands out. `terms`, `validity` and `name` are those of the current version; what was issued keeps its own.
create table coupons.coupon_template (
  merchant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  note text not null default '',
  version integer not null default 1 check (version > 0),
  -- How one gets it: handed out by the shop, taken by the member, or by a code.
  is_claimable boolean not null,
  total_limit integer check (total_limit > 0),
  member_limit integer check (member_limit > 0),
  budget_cents bigint check (budget_cents > 0),
  -- A return after the coupon ended makes it good for so many days more; 0: it stays ended.
  return_grace_days smallint not null check (return_grace_days between 0 and 90),
  created_at timestamptz not null,
  author_id uuid,
  -- Nothing more is issued; what is out stays good.
  stopped_at timestamptz,
  primary key (merchant_id, id)
);
create index coupon_template_by_time on coupons.coupon_template (merchant_id, created_at desc, id desc);
select platform.tenant_table('coupons.coupon_template');

create table coupons.template_version (
  merchant_id uuid not null,
  template_id uuid not null,
  version integer not null,
  name text not null,
  terms jsonb not null,
  validity jsonb not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, template_id, version),
  foreign key (merchant_id, template_id) references coupons.coupon_template (merchant_id, id)
);
select platform.append_only_table('coupons.template_version');

-- The counters of a template that has a limit in all; without one nobody touches the row. The CHECKs are the net under the
-- decision: not even a wrong program hands out one too many, or gives a cent beyond the budget.
create table coupons.pool (
  merchant_id uuid not null,
  template_id uuid not null,
  total_limit integer,
  issued integer not null default 0 check (issued >= 0),
  budget_cents bigint,
  spent_cents bigint not null default 0 check (spent_cents >= 0),
  primary key (merchant_id, template_id),
  check (total_limit is null or issued <= total_limit),
  check (budget_cents is null or spent_cents <= budget_cents)
) with (fillfactor = 50);
select platform.tenant_table('coupons.pool');

-- How many of a template a member got, where that is limited. The limit is the one under which the last was issued.
create table coupons.member_count (
  merchant_id uuid not null,
  template_id uuid not null,
  member_id uuid not null,
  issued integer not null default 0,
  member_limit integer not null,
  primary key (merchant_id, template_id, member_id),
  check (issued between 0 and member_limit)
) with (fillfactor = 70);
select platform.tenant_table('coupons.member_count');

-- One act of handing out: to members, by a claim, as codes. The id is the key of the command: once.
create table coupons.coupon_issue (
  merchant_id uuid not null,
  id uuid not null,
  template_id uuid not null,
  kind text not null check (kind in ('given', 'claimed', 'codes')),
  quantity integer not null check (quantity > 0),
  reason text not null default '',
  at timestamptz not null,
  author_id uuid,
  -- Codes: what they are drawn from, sealed, until they were exported; then nobody can read them again.
  sealed_secret bytea,
  exported_at timestamptz,
  primary key (merchant_id, id)
);
create index coupon_issue_by_template on coupons.coupon_issue (merchant_id, template_id, at desc, id desc);
select platform.tenant_table('coupons.coupon_issue');

-- A code that nobody showed yet, by its keyed hash. Shown, it becomes a coupon: one, whoever shows it first.
create table coupons.code (
  merchant_id uuid not null,
  code_hash bytea not null,
  issue_id uuid not null,
  coupon_id uuid,
  primary key (merchant_id, code_hash)
);
select platform.tenant_table('coupons.code');

-- `turn` counts its uses: a returned coupon is unused again, at the next turn. Expiry is a matter of reading.
create table coupons.coupon (
  merchant_id uuid not null,
  id uuid not null,
  template_id uuid not null,
  template_version integer not null,
  issue_id uuid not null,
  member_id uuid, -- null: whoever shows its code
  status text not null default 'unused' check (status in ('unused', 'used', 'void')),
  turn smallint not null default 0,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  issued_at timestamptz not null,
  primary key (merchant_id, id),
  check (starts_at < ends_at)
) with (fillfactor = 80);
create index coupon_by_member on coupons.coupon (merchant_id, member_id, ends_at, id) where member_id is not null;
create index coupon_by_template on coupons.coupon (merchant_id, template_id, issued_at desc, id desc);
create index coupon_by_issue on coupons.coupon (merchant_id, issue_id);
select platform.tenant_table('coupons.coupon');

-- A use of a coupon by a sale. No two uses of one turn: the second of two sales fails here at the latest.
create table coupons.coupon_use (
  merchant_id uuid not null,
  coupon_id uuid not null,
  turn smallint not null,
  template_id uuid not null,
  sale_id uuid not null,
  store_id uuid not null,
  member_id uuid,
  off_cents bigint not null check (off_cents >= 0),
  at timestamptz not null,
  actor_id uuid,
  primary key (merchant_id, coupon_id, turn)
);
create index coupon_use_by_sale on coupons.coupon_use (merchant_id, sale_id);
create index coupon_use_by_template on coupons.coupon_use (merchant_id, template_id, at);
select platform.append_only_table('coupons.coupon_use');

-- A use given back, once: the sale was reversed as a whole (R22).
create table coupons.coupon_return (
  merchant_id uuid not null,
  coupon_id uuid not null,
  turn smallint not null,
  template_id uuid not null,
  refund_id uuid not null,
  ends_at timestamptz not null,
  at timestamptz not null,
  actor_id uuid,
  primary key (merchant_id, coupon_id, turn)
);
create index coupon_return_by_template on coupons.coupon_return (merchant_id, template_id, at);
select platform.append_only_table('coupons.coupon_return');
