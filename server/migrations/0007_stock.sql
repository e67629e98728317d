-- Stock on hand per store and item, and the moves that made it.
-- Locks: none that matter, everything is new. Backfill: none.
-- No foreign keys on these hot tables: `regulars ledger verify` checks what they would.

create schema stock;
grant usage on schema stock to regulars_app;

-- One narrow row per store and item; no index on the changing column.
create table stock.on_hand (
  merchant_id uuid not null,
  store_id uuid not null,
  item_id uuid not null,
  quantity_milli bigint not null,
  -- The net under the decision: false makes the database itself refuse to go below zero.
  may_go_below_zero boolean not null default false,
  primary key (merchant_id, store_id, item_id),
  check (may_go_below_zero or quantity_milli >= 0)
) with (fillfactor = 50);
select platform.tenant_table('stock.on_hand');

-- The only way stock changes. `after_milli` is what was on hand then.
create table stock.move (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  item_id uuid not null,
  kind text not null check (kind in ('opening', 'sale', 'return', 'write_off', 'adjust')),
  quantity_milli bigint not null check (quantity_milli <> 0),
  after_milli bigint not null,
  source_kind text not null,
  source_id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  reason text,
  primary key (merchant_id, id)
);
create index move_by_item on stock.move (merchant_id, item_id, store_id, at);
select platform.append_only_table('stock.move');

-- How a store sells what it does not have. No row: it sells on, and the shortage shows on the stock page.
create table stock.store_policy (
  merchant_id uuid not null,
  store_id uuid not null,
  may_sell_below_zero boolean not null,
  primary key (merchant_id, store_id)
);
select platform.tenant_table('stock.store_policy');
