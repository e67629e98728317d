-- Stored value that one party sold and another serves: the server invoices the seller for the money it is settled (remark 收到预付卡结算款),
-- month by month. Who a party is on an invoice, and which invoices were made out.
-- Locks: none, new tables and views. Backfill: none.

-- What of a sale or a refund stored value paid, by rate of tax. A refund's is what went back.
create view cashier.read_stored_value_share with (security_invoker = true) as
  select l.merchant_id, l.sale_id as source_id, l.tax_rate_bps, sum(l.tender_cents[t.tender_no])::bigint as cents
    from cashier.tender t
    join cashier.sale_line l on l.merchant_id = t.merchant_id and l.sale_id = t.sale_id
   where t.kind = 'stored_value'
   group by l.merchant_id, l.sale_id, l.tax_rate_bps
  union all
  select r.merchant_id, r.refund_id, l.tax_rate_bps, sum(r.tender_cents[t.tender_no])::bigint
    from cashier.refund_line r
    join cashier.refund f on f.merchant_id = r.merchant_id and f.id = r.refund_id
    join cashier.sale_line l on l.merchant_id = r.merchant_id and l.sale_id = f.sale_id and l.line_id = r.line_id
    join cashier.tender t on t.merchant_id = r.merchant_id and t.sale_id = f.sale_id
   where t.kind = 'stored_value'
   group by r.merchant_id, r.refund_id, l.tax_rate_bps;
grant select on cashier.read_stored_value_share to regulars_app;

-- The name and tax number of a store that settles by itself; the last version holds. The head office has those of the merchant.
create table invoices.settlement_title (
  merchant_id uuid not null,
  store_id uuid not null,
  version integer not null check (version > 0),
  name text not null check (name <> ''),
  tax_number text not null check (tax_number <> ''),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, store_id, version)
);
select platform.append_only_table('invoices.settlement_title');

-- An invoice of a month from who served to who sold; null is the head office. A negative one is a red letter with its confirmation.
create table invoices.settlement_invoice (
  merchant_id uuid not null,
  id uuid not null,
  month date not null,
  seller_id uuid,
  issuer_id uuid,
  seq integer not null check (seq > 0),
  total_cents bigint not null check (total_cents <> 0),
  net_cents bigint not null,
  tax_cents bigint not null,
  lines jsonb not null,
  seller_name text not null,
  seller_tax_number text not null,
  buyer_name text not null,
  buyer_tax_number text not null,
  invoice_number text not null check (invoice_number <> ''),
  confirmation_number text,
  issued_day date not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id),
  check (total_cents = net_cents + tax_cents and (total_cents < 0) = (confirmation_number is not null)),
  check (seller_id is distinct from issuer_id)
);
create unique index settlement_invoice_by_number on invoices.settlement_invoice (merchant_id, invoice_number);
create unique index settlement_invoice_of_month on invoices.settlement_invoice (merchant_id, month, seller_id, issuer_id, seq) nulls not distinct;
select platform.append_only_table('invoices.settlement_invoice');
