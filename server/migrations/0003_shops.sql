-- The merchant's own facts, its stores.
-- Locks: none that matter, everything is new. Backfill: none.

create schema shops;
grant usage on schema shops to regulars_app;

-- One row per merchant. The currency is chosen once: amounts are kept without one.
create table shops.merchant (
  merchant_id uuid not null,
  name text not null check (name <> ''),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  locale text not null check (locale in ('zh-CN', 'en')),
  phone text not null default '',
  address text not null default '',
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (merchant_id)
);
select platform.tenant_table('shops.merchant');

-- `number` is part of every receipt number and never changes. Of a closed store the records stay.
create table shops.store (
  merchant_id uuid not null,
  id uuid not null,
  number integer not null check (number between 1 and 9999),
  name text not null check (name <> ''),
  time_zone text not null,
  cutoff_hour smallint not null check (cutoff_hour between 0 and 23),
  phone text not null,
  address text not null,
  receipt_header text not null,
  receipt_footer text not null,
  prices_include_tax boolean not null,
  tax_rate_bps integer not null check (tax_rate_bps between 0 and 10000),
  version integer not null default 1,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, number),
  unique (merchant_id, name),
  foreign key (merchant_id) references shops.merchant (merchant_id)
);
select platform.tenant_table('shops.store');

alter table identity.user_store add foreign key (merchant_id, store_id) references shops.store (merchant_id, id);
alter table identity.device add foreign key (merchant_id, store_id) references shops.store (merchant_id, id);
