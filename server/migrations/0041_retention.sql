-- Leaving well: the cancel flow in versions, each leaving with what was shown and offered, the receipts, and the calls afterwards.
-- Locks: none that matter, everything is new. Backfill: none; before a flow is published members leave by the flow that ships.

create schema retention;
grant usage on schema retention to regulars_app;

-- Reasons, offers, holdout, limits. Versions are added, never changed: a leaving keeps the one it began under.
create table retention.flow (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  terms jsonb not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('retention.flow');

-- One person's way out of one pass. `done_as`: how it ended; null while it is open.
create table retention.leaving (
  merchant_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  pass_id uuid not null,
  plan_id uuid not null,
  store_id uuid not null,
  flow_version integer not null,
  law_pack text not null,
  channel text not null check (channel in ('portal', 'counter', 'phone')),
  -- How the counter knew the person: verified and forgotten, the last four at most (PEERS row 19).
  proof_kind text check (proof_kind in ('member_code', 'card', 'id_document', 'call_back')),
  proof_tail text check (length(proof_tail) <= 4),
  staff_id uuid,
  reason_code text,
  note text not null default '',
  is_held_out boolean not null,
  at timestamptz not null,
  done_as text check (done_as in ('kept', 'cancelled', 'given_up')),
  done_at timestamptz,
  -- Of a cancellation: what was executed, as it was shown.
  time text check (time in ('now', 'period_end')),
  last_day date,
  refund_cents bigint check (refund_cents >= 0),
  refund_id uuid,
  -- Money that no machine can give back: somebody hands it over.
  to_hand_over_cents bigint not null default 0 check (to_hand_over_cents >= 0),
  handed_over_at timestamptz,
  handed_over_by uuid,
  quote jsonb,
  receipt_number text,
  taken_back_at timestamptz,
  primary key (merchant_id, id),
  check ((done_as is null) = (done_at is null)),
  check (done_as is distinct from 'cancelled' or (time is not null and quote is not null and receipt_number is not null))
);
create index leaving_by_member on retention.leaving (merchant_id, member_id, at);
create index leaving_by_time on retention.leaving (merchant_id, at);
create unique index leaving_open on retention.leaving (merchant_id, pass_id) where done_as is null;
create index leaving_to_hand_over on retention.leaving (merchant_id, done_at) where to_hand_over_cents > 0 and handed_over_at is null;
select platform.tenant_table('retention.leaving');

-- At most one main and one fallback offer to a leaving.
create table retention.made_offer (
  merchant_id uuid not null,
  id uuid not null,
  leaving_id uuid not null,
  member_id uuid not null,
  place text not null check (place in ('main', 'fallback')),
  code text not null,
  kind text not null,
  terms jsonb not null,
  cost_cents bigint not null check (cost_cents >= 0),
  made_at timestamptz not null,
  ends_at timestamptz not null,
  accepted_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, leaving_id, place)
);
create index made_offer_by_member on retention.made_offer (merchant_id, member_id, accepted_at);
select platform.tenant_table('retention.made_offer');

-- What an offer has cost in a month, where it has a budget: taken by a conditional update.
create table retention.offer_spend (
  merchant_id uuid not null,
  code text not null,
  month date not null,
  spent_cents bigint not null check (spent_cents >= 0),
  primary key (merchant_id, code, month)
);
select platform.tenant_table('retention.offer_spend');

-- Whom to call, when, with which words, and what came of it.
create table retention.follow_up (
  merchant_id uuid not null,
  id uuid not null,
  leaving_id uuid not null,
  member_id uuid not null,
  store_id uuid not null,
  kind text not null check (kind in ('call_back', 'contact', 'downgrade', 'transfer', 'win_back')),
  terms jsonb not null default '{}',
  due_at timestamptz not null,
  outcome text check (outcome in ('reached', 'not_reached', 'comes_back', 'not_interested', 'done')),
  note text not null default '',
  done_at timestamptz,
  done_by uuid,
  at timestamptz not null,
  primary key (merchant_id, id)
);
create index follow_up_open on retention.follow_up (merchant_id, due_at) where done_at is null;
create index follow_up_by_leaving on retention.follow_up (merchant_id, leaving_id);
select platform.tenant_table('retention.follow_up');

-- The roles that merchants started with get what came with this; roles of a merchant's own making stay as they are.
update identity.role r
   set permissions = r.permissions || array(
         select code from unnest(given.codes) as code where not (code = any(r.permissions)))
  from (values
         ('manager', array['retention.read', 'retention.serve', 'retention.manage']),
         ('advisor', array['retention.serve']),
         ('marketer', array['retention.read', 'retention.manage'])
       ) as given (role_code, codes)
 where r.code = given.role_code and not (r.permissions @> given.codes);
