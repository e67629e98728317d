-- What a sale of promotions, coupons, points and payments outside leaves on record; exchanges, voids and returns without a receipt.
-- Locks: columns added with constant defaults or null rewrite nothing; the checks on the refunds read that table once.
-- Backfill: none. Sales from before have no list of reductions; their lines' steps say the same.

-- Under the goods, one signed line for each cause: promotion, coupon, discount by hand, 抹零.
alter table cashier.sale add column reductions jsonb not null default '[]';
-- The refund that was settled together with this sale: an exchange.
alter table cashier.sale add column exchange_refund_id uuid;

-- Who sold the line, where it was not the cashier, and what was said about it.
alter table cashier.sale_line add column salesperson_id uuid;
alter table cashier.sale_line add column note text;

alter table cashier.tender add column points bigint not null default 0 check (points >= 0);
-- The payment outside, or the gift card.
alter table cashier.tender add column reference_id uuid;
-- The tender of the exchanged sale whose money stayed.
alter table cashier.tender add column carried_tender_id uuid;

alter table cashier.refund add column kind text not null default 'refund'
  check (kind in ('refund', 'void', 'exchange', 'no_receipt'));
alter table cashier.refund alter column sale_id drop not null;
alter table cashier.refund add constraint refund_of_sale check ((sale_id is null) = (kind = 'no_receipt'));

alter table cashier.refund_tender add column points bigint not null default 0 check (points >= 0);
-- Of what goes back, the money that stayed for the new sale of an exchange.
alter table cashier.refund_tender add column carried_cents bigint not null default 0 check (carried_cents >= 0);

-- Goods that came back without a receipt: what a line of a sale would say of them.
alter table cashier.refund_line add column item_kind text check (item_kind in ('product', 'service', 'bundle'));
alter table cashier.refund_line add column item_id uuid;
alter table cashier.refund_line add column name text;
alter table cashier.refund_line add column unit_price_cents bigint;

-- Whether a store takes a card, WeChat or Alipay on the cashier's word, without a payment confirmed by its provider. No row: it does.
create table cashier.tender_policy (
  merchant_id uuid not null,
  store_id uuid not null,
  takes_word boolean not null,
  version integer not null default 1,
  primary key (merchant_id, store_id)
);
select platform.tenant_table('cashier.tender_policy');
