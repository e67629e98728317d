-- Money over the counter, to the last fen: how a store rounds cash, what a refund of value really gave, and gift cards paid out
-- to the payments that they were bought with.
-- Locks: each table for the blink of an eye; constant defaults write no rows. The new check reads payment_refund once.
-- Backfill: the refunds of sales that a till made offline beyond the member's balance, a handful.

-- Cash is settled in coins of this worth (R17): to the fen, to the jiao, to the yuan.
alter table shops.store
  add column cash_step_cents bigint not null default 1 check (cash_step_cents in (1, 10, 100)),
  add column cash_mode text not null default 'nearest' check (cash_mode in ('nearest', 'down'));

-- Of a tender's part of a refund: the cents or points that nobody got, because the sale had taken them from nobody.
alter table cashier.refund_tender add column short_units bigint not null default 0 check (short_units >= 0);

with short as (
  select merchant_id, sale_id, case kind when 'points_short' then 'points' else 'stored_value' end as tender_kind,
         sum(coalesce(details->>'shortPoints', details->>'shortCents')::bigint) as units
    from cashier.sale_conflict where kind in ('balance_short', 'points_short')
   group by 1, 2, 3
), back as (
  select t.merchant_id, t.refund_id, t.tender_id, s.units as short_units,
         case t.kind when 'points' then t.points else t.amount_cents end as units,
         case t.kind when 'points' then p.points else p.amount_cents end as sold_units,
         sum(case t.kind when 'points' then t.points else t.amount_cents end)
           over (partition by r.merchant_id, r.sale_id, t.tender_id order by r.refund_no) as units_so_far
    from short s
    join cashier.refund r on r.merchant_id = s.merchant_id and r.sale_id = s.sale_id
    join cashier.refund_tender t on t.merchant_id = r.merchant_id and t.refund_id = r.id and t.kind = s.tender_kind
    join cashier.tender p on p.merchant_id = r.merchant_id and p.sale_id = r.sale_id and p.tender_id = t.tender_id
)
update cashier.refund_tender t
   set short_units = least(b.units, greatest(0, b.units_so_far - (b.sold_units - b.short_units)))
  from back b
 where t.merchant_id = b.merchant_id and t.refund_id = b.refund_id and t.tender_id = b.tender_id;

-- A card that is paid out the way it was paid for may go back in several ways: `kind` of the payout is null then, and its rows
-- here say how.
alter table gift_cards.payout alter column kind drop not null;
create table gift_cards.payout_tender (
  merchant_id uuid not null,
  payout_id uuid not null,
  id uuid not null,
  position smallint not null,
  kind text not null check (kind in ('cash', 'other')),
  method text,
  amount_cents bigint not null check (amount_cents > 0),
  payment_id uuid,
  primary key (merchant_id, payout_id, id)
);
select platform.append_only_table('gift_cards.payout_tender');

create or replace view gift_cards.read_till_money with (security_invoker = true) as
  select l.merchant_id, 'gift_card_load' as record_kind, l.id as record_id, l.store_id, l.shift_id, l.business_day, l.at,
         t.kind as tender_kind, t.method as tender_method, t.amount_cents, 0::bigint as bonus_cents
    from gift_cards.load l
    join gift_cards.load_tender t on t.merchant_id = l.merchant_id and t.load_id = l.id
  union all
  select p.merchant_id, 'gift_card_payout', p.id, p.store_id, p.shift_id, p.business_day, p.at,
         p.kind, p.method, -p.amount_cents, 0::bigint
    from gift_cards.payout p where p.kind is not null
  union all
  select p.merchant_id, 'gift_card_payout', p.id, p.store_id, p.shift_id, p.business_day, p.at,
         t.kind, t.method, -t.amount_cents, 0::bigint
    from gift_cards.payout p
    join gift_cards.payout_tender t on t.merchant_id = p.merchant_id and t.payout_id = p.id
   where p.kind is null;

alter table payments.payment_refund drop constraint payment_refund_cause_check;
alter table payments.payment_refund
  add constraint payment_refund_cause_check
  check (cause in ('sale_refund', 'top_up_refund', 'gift_card_payout', 'late', 'orphan'));
