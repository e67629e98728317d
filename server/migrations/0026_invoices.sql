-- E-invoices 数电票: what a customer asked for behind the receipt's code, what was told to the shop's vendor, and what it said.
-- Nothing is sent inside a transaction: a row says what is about to be asked, `next_at` when it is to be asked about again.
-- Locks: none that matter, everything is new. Backfill: none.

create schema invoices;
grant usage on schema invoices to regulars_app;

-- How the shop reaches its vendor and as whom it invoices. `secret` is sealed and never shown.
create table invoices.settings (
  merchant_id uuid not null,
  is_on boolean not null,
  base_url text not null,
  app_key text not null,
  secret bytea,
  seller_tax_number text not null,
  default_tax_class text not null, -- for items that have none of their own
  changed_at timestamptz not null,
  author_id uuid,
  primary key (merchant_id)
);
select platform.tenant_table('invoices.settings');

-- One per sale. Amounts are as asked for until an attempt leaves the house, then as told to the vendor, for ever.
create table invoices.invoice (
  merchant_id uuid not null,
  id uuid not null,
  sale_id uuid not null,
  store_id uuid not null,
  receipt_number text not null,
  business_day date not null,
  state text not null check (state in ('requested', 'issuing', 'issued', 'failed', 'red_letter_needed')),
  reason text, -- a code: why it failed, or what the vendor last did not tell
  attempt integer not null default 0, -- part of the number that the vendor knows it by: a refused one is never sent again
  buyer_type text not null check (buyer_type in ('personal', 'company')),
  buyer bytea not null, -- name, tax number, e-mail: sealed
  total_cents bigint not null check (total_cents > 0), -- 价税合计
  net_cents bigint not null, -- 金额
  tax_cents bigint not null, -- 税额
  lines jsonb not null,
  red_cents bigint not null default 0, -- taken back by red letters
  invoice_number text check (invoice_number ~ '^[0-9]{20}$'),
  files jsonb not null default '{}',
  requested_at timestamptz not null,
  issued_at timestamptz,
  changed_at timestamptz not null,
  asked_count integer not null default 0, -- in this attempt
  next_at timestamptz, -- when to send or to ask again; null: nothing to do
  leased_until timestamptz, -- somebody is asking right now; whoever died asking lets go by then
  primary key (merchant_id, id),
  check (net_cents + tax_cents = total_cents and red_cents between 0 and total_cents),
  check (state not in ('issued', 'red_letter_needed') or invoice_number is not null)
) with (fillfactor = 70);
create unique index invoice_by_sale on invoices.invoice (merchant_id, sale_id);
create index invoice_by_time on invoices.invoice (merchant_id, requested_at, id);
create index invoice_by_due on invoices.invoice (merchant_id, next_at) where next_at is not null;
select platform.tenant_table('invoices.invoice');

-- 红字: what of an invoice was taken back, under the confirmation that the tax office gave for it.
create table invoices.red_letter (
  merchant_id uuid not null,
  id uuid not null,
  invoice_id uuid not null,
  confirmation_number text not null,
  red_invoice_number text not null check (red_invoice_number ~ '^[0-9]{20}$'),
  amount_cents bigint not null check (amount_cents > 0),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
create index red_letter_by_invoice on invoices.red_letter (merchant_id, invoice_id);
create unique index red_letter_by_confirmation on invoices.red_letter (merchant_id, confirmation_number);
select platform.append_only_table('invoices.red_letter');
