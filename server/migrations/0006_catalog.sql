-- What a merchant sells: products, services and bundles (all are items: one price, one line of a sale), their barcodes, categories,
-- price lists, barcode formats and quick keys.
-- Locks: none that matter, everything is new. Backfill: none.

create schema catalog;
grant usage on schema catalog to regulars_app;

-- The catalogue's revision: every change of it takes the next number, so that a till asks for what came after the one it holds.
create table catalog.revision (
  merchant_id uuid not null,
  last_revision bigint not null,
  primary key (merchant_id)
);
select platform.tenant_table('catalog.revision');

create table catalog.category (
  merchant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  parent_id uuid,
  position integer not null default 0,
  archived_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, parent_id) references catalog.category (merchant_id, id)
);
create unique index category_name on catalog.category (merchant_id, parent_id, name) nulls not distinct where archived_at is null;
select platform.tenant_table('catalog.category');

create table catalog.item (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('product', 'service', 'bundle')),
  -- The shop's own number, or the id in the system it was imported from.
  code text,
  name text not null check (name <> ''),
  spec text not null default '',
  brand text not null default '',
  note text not null default '',
  -- What a cashier types: name, pinyin and initials, lower case, parts separated by a blank.
  search_text text not null,
  category_id uuid,
  unit text not null,
  -- null: not priced yet (an import without prices); such an item cannot be sold.
  list_price_cents bigint check (list_price_cents >= 0),
  cost_cents bigint check (cost_cents >= 0),
  tax_rate_bps integer not null check (tax_rate_bps between 0 and 10000),
  tax_class text,
  is_weighed boolean not null default false,
  -- The item number that scales print into their barcodes, without leading zeros.
  scale_number text check (scale_number ~ '^[1-9][0-9]{0,8}$'),
  is_discountable boolean not null default true,
  earns_points boolean not null default true,
  tracks_stock boolean not null,
  -- null: as the store says.
  may_sell_below_zero boolean,
  duration_minutes integer check (duration_minutes > 0),
  picture_id uuid,
  archived_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  revision bigint not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, category_id) references catalog.category (merchant_id, id),
  check (kind = 'product' or not (tracks_stock or is_weighed)),
  check ((kind = 'service') = (duration_minutes is not null))
);
create unique index item_code on catalog.item (merchant_id, code) where code is not null;
create unique index item_scale_number on catalog.item (merchant_id, scale_number) where scale_number is not null;
create index item_by_revision on catalog.item (merchant_id, revision, id);
create index item_by_name on catalog.item (merchant_id, name, id);
select platform.tenant_table('catalog.item');

create table catalog.barcode (
  merchant_id uuid not null,
  barcode text not null check (barcode <> ''),
  item_id uuid not null,
  primary key (merchant_id, barcode),
  foreign key (merchant_id, item_id) references catalog.item (merchant_id, id)
);
create index barcode_by_item on catalog.barcode (merchant_id, item_id);
select platform.tenant_table('catalog.barcode');

create table catalog.bundle_part (
  merchant_id uuid not null,
  bundle_id uuid not null,
  item_id uuid not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  primary key (merchant_id, bundle_id, item_id),
  foreign key (merchant_id, bundle_id) references catalog.item (merchant_id, id),
  foreign key (merchant_id, item_id) references catalog.item (merchant_id, id)
);
create index bundle_part_by_item on catalog.bundle_part (merchant_id, item_id);
select platform.tenant_table('catalog.bundle_part');

create table catalog.picture (
  merchant_id uuid not null,
  id uuid not null,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  bytes bytea not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  primary key (merchant_id, id)
);
select platform.tenant_table('catalog.picture');

create table catalog.price_list (
  merchant_id uuid not null,
  id uuid not null,
  name text not null check (name <> ''),
  kind text not null check (kind in ('store', 'member', 'timed')),
  store_id uuid,
  tier_id uuid,
  starts_at timestamptz,
  ends_at timestamptz,
  rate_bps integer check (rate_bps between 1 and 10000),
  archived_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  revision bigint not null,
  primary key (merchant_id, id),
  check (starts_at is null or ends_at is null or starts_at < ends_at)
);
create index price_list_live on catalog.price_list (merchant_id) where archived_at is null;
select platform.tenant_table('catalog.price_list');

create table catalog.price_list_item (
  merchant_id uuid not null,
  price_list_id uuid not null,
  item_id uuid not null,
  price_cents bigint not null check (price_cents >= 0),
  primary key (merchant_id, price_list_id, item_id),
  foreign key (merchant_id, price_list_id) references catalog.price_list (merchant_id, id),
  foreign key (merchant_id, item_id) references catalog.item (merchant_id, id)
);
create index price_list_item_by_item on catalog.price_list_item (merchant_id, item_id);
select platform.tenant_table('catalog.price_list_item');

-- How a store's scales print their barcodes (RULES, data interchange): weight and amount cannot be told apart by prefix.
create table catalog.barcode_format (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  position integer not null,
  name text not null,
  pattern text not null check (pattern <> ''),
  weight_decimals smallint not null check (weight_decimals between 0 and 3),
  amount_decimals smallint not null check (amount_decimals between 0 and 2),
  primary key (merchant_id, id)
);
create unique index barcode_format_order on catalog.barcode_format (merchant_id, store_id, position);
select platform.tenant_table('catalog.barcode_format');

create table catalog.quick_key (
  merchant_id uuid not null,
  store_id uuid not null,
  position integer not null check (position between 1 and 200),
  item_id uuid not null,
  colour text,
  primary key (merchant_id, store_id, position),
  foreign key (merchant_id, item_id) references catalog.item (merchant_id, id)
);
create index quick_key_by_item on catalog.quick_key (merchant_id, item_id);
select platform.tenant_table('catalog.quick_key');
