-- A store that closes is announced first, so many days before as the law of the place asks (R7); whoever has paid for something there may
-- have the rest back, by a day that the law names.
-- Locks: none, new tables and views. Backfill: none.

create schema closing;
grant usage on schema closing to regulars_app;

create table closing.notice (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  last_day date not null, -- the last on which the store is open
  is_business_end boolean not null, -- all stores close: what any of them sold is given back
  reason text not null check (reason <> ''),
  notice_days integer not null check (notice_days >= 0),
  repaid_within_days integer check (repaid_within_days >= 0), -- null: the law names none
  law_packs text[] not null,
  announced_day date not null,
  announced_at timestamptz not null,
  author_id uuid,
  withdrawn_at timestamptz,
  closed_at timestamptz,
  primary key (merchant_id, id)
);
create unique index notice_standing on closing.notice (merchant_id, store_id) where withdrawn_at is null and closed_at is null;
select platform.tenant_table('closing.notice');

-- Somebody asked for the rest of something back.
create table closing.claim (
  merchant_id uuid not null,
  notice_id uuid not null,
  subject_id uuid not null, -- the top-up or the pass
  kind text not null check (kind in ('top_up', 'pass')),
  asked_at timestamptz not null,
  due_day date,
  asked_by text not null check (asked_by in ('member', 'staff')),
  primary key (merchant_id, notice_id, subject_id)
);
select platform.append_only_table('closing.claim');

create view closing.read_standing_notice with (security_invoker = true) as
  select merchant_id, id, store_id, last_day from closing.notice where withdrawn_at is null and closed_at is null;
grant select on closing.read_standing_notice to regulars_app;

-- What is left of prepaid value, lot by lot: under what it was sold (value keeps that when it moves), and where its entry was.
create view ledger.read_prepaid_lot with (security_invoker = true) as
  select l.merchant_id, a.owner_kind, a.owner_id, a.asset, l.source_kind, l.source_id, l.remaining_units, l.expires_at, e.store_id
    from ledger.lot l
    join ledger.account a on a.merchant_id = l.merchant_id and a.id = l.account_id
    join ledger.entry e on e.merchant_id = l.merchant_id and e.id = l.entry_id
   where l.is_open and l.remaining_units > 0 and a.asset in ('stored_principal', 'stored_bonus', 'gift_card');
grant select on ledger.read_prepaid_lot to regulars_app;

create view stored_value.read_sold_top_up with (security_invoker = true) as
  select merchant_id, id, store_id, number, principal_cents, law_pack, business_day from stored_value.top_up;
grant select on stored_value.read_sold_top_up to regulars_app;

create view passes.read_standing_pass with (security_invoker = true) as
  select p.merchant_id, p.id, p.member_id, p.store_id, v.name, p.paid_cents - p.refunded_cents as paid_cents, p.ends_day, p.sold_day
    from passes.pass p
    join passes.plan_version v on v.merchant_id = p.merchant_id and v.plan_id = p.plan_id and v.version = p.plan_version
   where p.ended_at is null;
grant select on passes.read_standing_pass to regulars_app;
