-- Payments through providers: WeChat Pay, Alipay, an external card terminal. What was asked of whom, what they said, which sale
-- took the money, and what went back. Money moves outside transactions: a row says what is about to be asked before it is
-- asked, and `next_at` says when it is to be asked about again, so that nothing is lost with the process that asked.
-- Locks: none that matter, everything is new. Backfill: none.

create schema payments;
grant usage on schema payments to regulars_app;

-- How the shop reaches a provider. `secrets` is sealed (keys never leave it in the open); `settings` is what a screen may show.
-- `store_id` null: for every store that has none of its own; a card terminal may belong to one device.
create table payments.provider_account (
  merchant_id uuid not null,
  id uuid not null,
  provider text not null check (provider in ('wechat_pay', 'alipay', 'card_terminal')),
  name text not null,
  store_id uuid,
  device_id uuid,
  base_url text not null,
  settings jsonb not null,
  secrets bytea not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  author_id uuid,
  closed_at timestamptz,
  primary key (merchant_id, id)
);
-- One open account per provider, store and device.
create unique index provider_account_of_place on payments.provider_account (
  merchant_id, provider,
  coalesce(store_id, '00000000-0000-0000-0000-000000000000'), coalesce(device_id, '00000000-0000-0000-0000-000000000000')
) where closed_at is null;
select platform.tenant_table('payments.provider_account');

-- One request for money. `id` without dashes is the number that the provider knows it by: a second try is a new payment.
-- The customer's 付款码 is not kept: it is good for a minute, and a lost answer is asked for by number, never sent again.
create table payments.payment (
  merchant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  provider text not null check (provider in ('wechat_pay', 'alipay', 'card_terminal')),
  mode text not null check (mode in ('code', 'qr', 'terminal')),
  store_id uuid not null,
  device_id uuid,
  shift_id uuid,
  cashier_id uuid,
  sale_id uuid not null, -- the cart's: whoever completes that sale claims this payment
  amount_cents bigint not null check (amount_cents > 0),
  currency text not null,
  state text not null check (state in ('created', 'sent', 'pending', 'confirmed', 'failed', 'cancelled', 'unknown')),
  reason text, -- why it failed, was cancelled or is not known: a code
  provider_no text,
  qr_text text,
  card_brand text,
  card_last4 text check (card_last4 ~ '^[0-9]{4}$'),
  auth_code text,
  created_at timestamptz not null,
  sent_at timestamptz,
  expires_at timestamptz not null, -- the customer's time to pay ends: the last question, then cancelled
  cancel_asked_at timestamptz,
  confirmed_at timestamptz,
  is_late boolean not null default false, -- paid after we had given it up: never claimed, given back by itself
  changed_at timestamptz not null,
  asked_count integer not null default 0,
  last_event_no integer not null default 0,
  next_at timestamptz, -- when to ask again; null: nothing to do
  leased_until timestamptz, -- somebody is asking right now; whoever died asking lets go by then
  primary key (merchant_id, id),
  check (not (state = 'confirmed' and confirmed_at is null))
) with (fillfactor = 70);
create index payment_by_due on payments.payment (merchant_id, next_at) where next_at is not null;
create index payment_by_time on payments.payment (merchant_id, created_at, id);
create index payment_by_sale on payments.payment (merchant_id, sale_id);
create index payment_by_open on payments.payment (merchant_id, store_id)
  where state in ('created', 'sent', 'pending', 'unknown');
-- A customer is never asked twice at once: one running payment per sale, until it is given up.
create unique index payment_one_at_a_time on payments.payment (merchant_id, sale_id)
  where state in ('created', 'sent', 'pending', 'unknown') and cancel_asked_at is null;
select platform.tenant_table('payments.payment');

-- Every step of a payment and its refunds: who or what caused it, from which state to which. Codes and numbers only.
create table payments.payment_event (
  merchant_id uuid not null,
  payment_id uuid not null,
  event_no integer not null,
  at timestamptz not null,
  kind text not null,
  from_state text,
  to_state text not null,
  refund_id uuid,
  actor_id uuid,
  detail jsonb not null,
  primary key (merchant_id, payment_id, event_no)
);
select platform.append_only_table('payments.payment_event');

-- The sale and the tender that took a payment. One row per payment, one per tender: the net under the payment's lock.
create table payments.claim (
  merchant_id uuid not null,
  payment_id uuid not null,
  sale_id uuid not null,
  tender_id uuid not null,
  at timestamptz not null,
  primary key (merchant_id, payment_id),
  unique (merchant_id, tender_id)
);
select platform.append_only_table('payments.claim');

-- Money going back, asked for in the transaction of its cause, executed afterwards under its own number until the provider
-- says yes or no. `refund_id` is the cashier's refund; null where no sale took the money (late, or given back by hand).
create table payments.payment_refund (
  merchant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  refund_id uuid,
  cause text not null check (cause in ('sale_refund', 'late', 'orphan')),
  amount_cents bigint not null check (amount_cents > 0),
  state text not null check (state in ('pending', 'confirmed', 'failed')),
  reason text,
  provider_no text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  asked_count integer not null default 0,
  next_at timestamptz,
  leased_until timestamptz,
  primary key (merchant_id, id)
) with (fillfactor = 70);
create unique index payment_refund_by_cause on payments.payment_refund (merchant_id, payment_id, refund_id) where refund_id is not null;
create unique index payment_refund_of_unclaimed on payments.payment_refund (merchant_id, payment_id) where refund_id is null and state <> 'failed';
create index payment_refund_by_payment on payments.payment_refund (merchant_id, payment_id);
create index payment_refund_by_due on payments.payment_refund (merchant_id, next_at) where next_at is not null;
select platform.tenant_table('payments.payment_refund');
