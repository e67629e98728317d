-- What members bought and kept: advice on plans counts no purchase that came back later, in part or whole.
-- Locks: the view's own for a moment. Backfill: none.

create or replace view cashier.read_member_line with (security_invoker = true) as
  select s.merchant_id, s.member_id, s.business_day, l.item_id, l.item_kind, l.net_cents, l.gross_cents, l.quantity_milli,
         coalesce(back.quantity_milli, 0)::bigint as refunded_milli, coalesce(back.net_cents, 0)::bigint as refunded_cents
    from cashier.sale s
    join cashier.sale_line l on l.merchant_id = s.merchant_id and l.sale_id = s.id
    left join lateral (
      select sum(r.quantity_milli) as quantity_milli, sum(r.net_cents) as net_cents
        from cashier.refund b
        join cashier.refund_line r on r.merchant_id = b.merchant_id and r.refund_id = b.id
       where b.merchant_id = s.merchant_id and b.sale_id = s.id and r.line_id = l.line_id) back on true
   where s.member_id is not null;
