-- Gift cards: who holds the code may spend. What is on a card lives in the ledger (owner gift_card, asset gift_card).
-- Locks: none, everything is new. Backfill: none.

create schema gift_cards;
grant usage on schema gift_cards to regulars_app;

-- Codes are kept as keyed hashes. The sealed code can be shown for a short while after the card was made, then it is gone.
create table gift_cards.gift_card (
  merchant_id uuid not null,
  id uuid not null,
  code_hash bytea not null,
  code_tail text not null check (length(code_tail) = 4),
  sealed_code bytea,
  batch_id uuid,
  store_ids uuid[], -- where it may be spent; null: everywhere
  made_at timestamptz not null,
  activated_at timestamptz, -- null: a blank card that nobody paid for
  blocked_at timestamptz,
  blocked_reason text,
  primary key (merchant_id, id),
  unique (merchant_id, code_hash),
  check ((blocked_at is null) = (blocked_reason is null))
);
create index gift_card_by_tail on gift_cards.gift_card (merchant_id, code_tail, id);
create index gift_card_by_time on gift_cards.gift_card (merchant_id, made_at, id);
create index gift_card_by_batch on gift_cards.gift_card (merchant_id, batch_id) where batch_id is not null;
create index gift_card_unsealed on gift_cards.gift_card (merchant_id, made_at) where sealed_code is not null;
select platform.tenant_table('gift_cards.gift_card');

create table gift_cards.gift_card_batch (
  merchant_id uuid not null,
  id uuid not null,
  name text not null,
  quantity integer not null check (quantity > 0),
  store_ids uuid[],
  made_at timestamptz not null,
  made_by uuid,
  primary key (merchant_id, id)
);
select platform.append_only_table('gift_cards.gift_card_batch');

-- Money onto a card: its sale, and every load after.
create table gift_cards.load (
  merchant_id uuid not null,
  id uuid not null,
  card_id uuid not null,
  store_id uuid not null,
  device_id uuid,
  shift_id uuid,
  amount_cents bigint not null check (amount_cents > 0),
  change_cents bigint not null check (change_cents >= 0),
  business_day date not null,
  at timestamptz not null,
  cashier_id uuid,
  primary key (merchant_id, id)
);
create index load_by_card on gift_cards.load (merchant_id, card_id, at);
create index load_by_shift on gift_cards.load (merchant_id, shift_id) where shift_id is not null;
create index load_by_day on gift_cards.load (merchant_id, store_id, business_day);
select platform.append_only_table('gift_cards.load');

create table gift_cards.load_tender (
  merchant_id uuid not null,
  load_id uuid not null,
  id uuid not null,
  position smallint not null,
  kind text not null check (kind in ('cash', 'other')),
  method text,
  amount_cents bigint not null check (amount_cents > 0),
  received_cents bigint not null,
  primary key (merchant_id, load_id, id)
);
select platform.append_only_table('gift_cards.load_tender');

-- What was left on a card, paid out: the card is done with.
create table gift_cards.payout (
  merchant_id uuid not null,
  id uuid not null,
  card_id uuid not null,
  store_id uuid not null,
  device_id uuid,
  shift_id uuid,
  amount_cents bigint not null check (amount_cents > 0),
  kind text not null check (kind in ('cash', 'other')),
  method text,
  reason text not null,
  approval_id uuid,
  business_day date not null,
  at timestamptz not null,
  cashier_id uuid,
  primary key (merchant_id, id)
);
create index payout_by_card on gift_cards.payout (merchant_id, card_id, at);
create index payout_by_shift on gift_cards.payout (merchant_id, shift_id) where shift_id is not null;
create index payout_by_day on gift_cards.payout (merchant_id, store_id, business_day);
select platform.append_only_table('gift_cards.payout');
