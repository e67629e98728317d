-- Imports: uploaded files until they are read, batches with what became of each row, and past sales from systems before ours.
-- Locks: none that matter, everything is new. Backfill: none.

create schema imports;
grant usage on schema imports to regulars_app;

-- A file somebody uploaded; gone when it has been imported, or after a day. It may hold personal
-- values, so it is not kept longer than it is needed.
create table imports.file (
  merchant_id uuid not null,
  id uuid not null,
  name text not null,
  size_bytes integer not null check (size_bytes > 0),
  sha256 bytea not null,
  bytes bytea not null,
  uploaded_at timestamptz not null,
  uploaded_by uuid,
  primary key (merchant_id, id)
);
alter table imports.file alter column bytes set storage external; -- most are packed already
select platform.tenant_table('imports.file');

-- One import of one file. Counts grow while it runs: a screen shows them as progress.
create table imports.batch (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('members', 'products', 'sales')),
  mapping jsonb not null,
  file_name text not null,
  file_id uuid,
  store_id uuid,
  is_dry_run boolean not null,
  status text not null check (status in ('waiting', 'running', 'done', 'failed', 'undoing', 'undone')),
  rows_seen integer not null default 0,
  imported integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  total_cents bigint not null default 0,
  -- A refusal of the file as a whole, as { code, details }.
  failure jsonb,
  created_at timestamptz not null,
  created_by uuid,
  -- Whoever runs it renews the lease with every piece; one that ran out is taken up by another process.
  leased_until timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  -- What an undo had to leave, because it was used since.
  kept integer not null default 0,
  primary key (merchant_id, id),
  check (imported + unchanged + rejected = rows_seen)
);
create index batch_by_time on imports.batch (merchant_id, created_at desc, id desc);
select platform.tenant_table('imports.batch');

-- What is wrong with a row: field and code, never the value, which may be somebody's phone. The first thousand of a batch.
create table imports.row_error (
  merchant_id uuid not null,
  batch_id uuid not null,
  row_number integer not null,
  field text not null,
  code text not null,
  details jsonb not null default '{}',
  primary key (merchant_id, batch_id, row_number, field),
  foreign key (merchant_id, batch_id) references imports.batch (merchant_id, id)
);
select platform.tenant_table('imports.row_error');

-- What a batch made or changed, for its undo; a row goes when it is undone. `before` is the whole item before a change,
-- null for what the batch made; members are only ever made, and `events` is how many their making told: more means that
-- somebody used them since.
create table imports.effect (
  merchant_id uuid not null,
  batch_id uuid not null,
  subject_id uuid not null,
  kind text not null check (kind in ('member', 'item')),
  before jsonb,
  events integer,
  primary key (merchant_id, batch_id, subject_id),
  foreign key (merchant_id, batch_id) references imports.batch (merchant_id, id)
);
create index effect_by_subject on imports.effect (merchant_id, subject_id);
select platform.tenant_table('imports.effect');

-- A sale made before, elsewhere. It touched no ledger, no stock and no points of ours; it only tells who came when.
-- No foreign keys on these two: they are as large as the sales themselves.
create table imports.past_sale (
  merchant_id uuid not null,
  id uuid not null,
  external_id text not null,
  batch_id uuid not null,
  member_id uuid,
  store_name text,
  sold_day date not null,
  -- null where the file tells only the day.
  sold_at timestamptz,
  primary key (merchant_id, id)
);
create unique index past_sale_external on imports.past_sale (merchant_id, external_id);
create index past_sale_by_member on imports.past_sale (merchant_id, member_id, sold_day) where member_id is not null;
create index past_sale_by_batch on imports.past_sale (merchant_id, batch_id);
select platform.tenant_table('imports.past_sale');

create table imports.past_sale_line (
  merchant_id uuid not null,
  sale_id uuid not null,
  external_id text not null,
  batch_id uuid not null,
  item_code text,
  quantity_milli bigint check (quantity_milli >= 0),
  net_cents bigint not null check (net_cents >= 0),
  discount_cents bigint check (discount_cents >= 0),
  coupon_cents bigint check (coupon_cents >= 0),
  primary key (merchant_id, sale_id, external_id)
);
create index past_sale_line_by_batch on imports.past_sale_line (merchant_id, batch_id);
select platform.tenant_table('imports.past_sale_line');
