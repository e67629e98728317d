-- Views by which the figures of the shop are read: the SQL form of the owners' public functions.
-- Locks: none that matter. Backfill: none.

-- One row per sale and per refund (negative), by the business day and the local hour it fell into.
create view cashier.read_turnover with (security_invoker = true) as
  select s.merchant_id, s.store_id, s.business_day, s.happened_at as at, s.member_id, s.net_cents, 1 as sale_count
    from cashier.sale s
  union all
  select r.merchant_id, r.store_id, r.business_day, r.at, r.member_id, -r.net_cents, 0
    from cashier.refund r;
grant select on cashier.read_turnover to regulars_app;
create index sale_by_day on cashier.sale (merchant_id, store_id, business_day);
create index refund_by_day on cashier.refund (merchant_id, store_id, business_day);

create view stock.read_below_zero with (security_invoker = true) as
  select o.merchant_id, o.store_id, o.item_id, o.quantity_milli from stock.on_hand o where o.quantity_milli < 0;
grant select on stock.read_below_zero to regulars_app;

create view members.read_member with (security_invoker = true) as
  select m.merchant_id, m.id, m.home_store_id, m.enrolled_at, m.next_birthday_day
    from members.member m where m.status in ('active', 'blocked');
grant select on members.read_member to regulars_app;

create view ledger.read_open_lot with (security_invoker = true) as
  select l.merchant_id, a.owner_kind, a.owner_id, a.asset, l.remaining_units, l.expires_at
    from ledger.lot l
    join ledger.account a on a.merchant_id = l.merchant_id and a.id = l.account_id
   where l.is_open;
grant select on ledger.read_open_lot to regulars_app;

create view ledger.read_top_up with (security_invoker = true) as
  select e.merchant_id, e.store_id, e.at, e.units as principal_cents
    from ledger.entry e
   where e.kind = 'grant' and e.asset = 'stored_principal' and e.source_kind = 'top_up';
grant select on ledger.read_top_up to regulars_app;
