-- Money that gift cards brought to a till and took from it, one row per tender, for whoever sums a shift or a day.
-- Locks: the indexes of what has no shift read their tables once. Backfill: none.

create view gift_cards.read_till_money with (security_invoker = true) as
  select l.merchant_id, 'gift_card_load' as record_kind, l.id as record_id, l.store_id, l.shift_id, l.business_day, l.at,
         t.kind as tender_kind, t.method as tender_method, t.amount_cents, 0::bigint as bonus_cents
    from gift_cards.load l
    join gift_cards.load_tender t on t.merchant_id = l.merchant_id and t.load_id = l.id
  union all
  select p.merchant_id, 'gift_card_payout', p.id, p.store_id, p.shift_id, p.business_day, p.at,
         p.kind, p.method, -p.amount_cents, 0::bigint
    from gift_cards.payout p;
grant select on gift_cards.read_till_money to regulars_app;

create index load_without_shift on gift_cards.load (merchant_id, store_id, at) where shift_id is null;
create index payout_without_shift on gift_cards.payout (merchant_id, store_id, at) where shift_id is null;
