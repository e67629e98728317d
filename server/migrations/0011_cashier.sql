-- The till's records: sales with their lines and tenders, refunds of them, receipt numbers. Written once, never changed.
-- Locks: none that matter, everything is new. Backfill: none.
-- No foreign keys on these hot tables: `regulars ledger verify` checks what they would.

create schema cashier;
grant usage on schema cashier to regulars_app;

create table cashier.sale (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  device_id uuid,
  receipt_number text not null,
  business_day date not null,
  happened_at timestamptz not null,
  at timestamptz not null,
  cashier_id uuid,
  member_id uuid,
  pricing_version text not null,
  fingerprint text not null,
  gross_cents bigint not null,
  discount_cents bigint not null,
  manual_discount_cents bigint not null,
  waiver_cents bigint not null,
  net_cents bigint not null,
  tax_cents bigint not null,
  change_cents bigint not null,
  earn_rule jsonb,
  earn_basis_cents bigint not null,
  points_earned bigint not null,
  note text,
  approval_id uuid,
  primary key (merchant_id, id),
  check (net_cents >= 0 and gross_cents - discount_cents = net_cents and change_cents >= 0)
);
create unique index sale_by_receipt on cashier.sale (merchant_id, receipt_number);
create index sale_by_time on cashier.sale (merchant_id, at, id);
create index sale_by_member on cashier.sale (merchant_id, member_id, at) where member_id is not null;
select platform.append_only_table('cashier.sale');
-- A refund locks its sale; PostgreSQL asks for the right to update some column before it gives that lock.
grant update (note) on cashier.sale to regulars_app;

create table cashier.sale_line (
  merchant_id uuid not null,
  sale_id uuid not null,
  line_no smallint not null,
  line_id uuid not null,
  item_kind text not null check (item_kind in ('product', 'service', 'bundle')),
  item_id uuid not null,
  name text not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  is_weighed boolean not null,
  unit_price_cents bigint not null,
  gross_cents bigint not null,
  discount_cents bigint not null,
  net_cents bigint not null check (net_cents >= 0),
  tax_rate_bps integer not null,
  tax_cents bigint not null,
  earns_points boolean not null,
  tender_cents bigint[] not null,
  steps jsonb not null,
  primary key (merchant_id, sale_id, line_no)
);
create index sale_line_by_item on cashier.sale_line (merchant_id, item_id, sale_id);
select platform.append_only_table('cashier.sale_line');

create table cashier.tender (
  merchant_id uuid not null,
  sale_id uuid not null,
  tender_no smallint not null,
  tender_id uuid not null,
  kind text not null check (kind in ('points', 'gift_card', 'stored_value', 'other', 'cash')),
  method text,
  amount_cents bigint not null check (amount_cents > 0),
  rounding_cents bigint not null,
  received_cents bigint not null,
  change_cents bigint not null check (change_cents >= 0),
  primary key (merchant_id, sale_id, tender_no),
  check (received_cents = amount_cents + rounding_cents + change_cents)
);
select platform.append_only_table('cashier.tender');

create table cashier.refund (
  merchant_id uuid not null,
  id uuid not null,
  sale_id uuid not null,
  refund_no smallint not null,
  store_id uuid not null,
  device_id uuid,
  receipt_number text not null,
  business_day date not null,
  at timestamptz not null,
  cashier_id uuid,
  member_id uuid,
  pricing_version text not null,
  fingerprint text not null,
  net_cents bigint not null,
  tax_cents bigint not null,
  paid_cents bigint not null,
  points_reversed bigint not null,
  reason text not null,
  approval_id uuid,
  primary key (merchant_id, id)
);
-- The net under the lock of the sale: two refunds can never both be the n-th.
create unique index refund_by_sale on cashier.refund (merchant_id, sale_id, refund_no);
create unique index refund_by_receipt on cashier.refund (merchant_id, receipt_number);
create index refund_by_time on cashier.refund (merchant_id, at, id);
create index refund_by_member on cashier.refund (merchant_id, member_id, at) where member_id is not null;
select platform.append_only_table('cashier.refund');

create table cashier.refund_line (
  merchant_id uuid not null,
  refund_id uuid not null,
  line_id uuid not null,
  quantity_milli bigint not null check (quantity_milli > 0),
  net_cents bigint not null,
  tax_cents bigint not null,
  tender_cents bigint[] not null,
  disposition text not null check (disposition in ('sellable', 'damaged', 'none')),
  primary key (merchant_id, refund_id, line_id)
);
select platform.append_only_table('cashier.refund_line');

create table cashier.refund_tender (
  merchant_id uuid not null,
  refund_id uuid not null,
  tender_id uuid not null,
  kind text not null,
  amount_cents bigint not null,
  paid_cents bigint not null,
  primary key (merchant_id, refund_id, tender_id)
);
select platform.append_only_table('cashier.refund_tender');

-- The counter of each device (number 0: a browser that is not a registered till): final, without gaps, one row per till.
create table cashier.receipt_counter (
  merchant_id uuid not null,
  store_id uuid not null,
  device_number integer not null,
  last_number bigint not null,
  primary key (merchant_id, store_id, device_number)
) with (fillfactor = 70);
select platform.tenant_table('cashier.receipt_counter');
