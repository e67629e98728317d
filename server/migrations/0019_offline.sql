-- Selling without a line: what a till may give away while nobody can check it, every sale that it handed in afterwards, and
-- what a person has to look at. Managers may settle conflicts and hand in the queue of a till that can no longer do it itself.
-- Locks: the rows of one role of each merchant; `members.member` for the index (writes wait while it is built: some seconds
-- for a million members). Backfill: these role rows.

-- How much stored value and how many points a till may take on trust. A till without a row keeps the usual, small limits.
create table cashier.offline_limit (
  merchant_id uuid not null,
  device_id uuid not null,
  stored_sale_cents bigint not null check (stored_sale_cents >= 0),
  stored_member_cents bigint not null check (stored_member_cents >= 0),
  stored_total_cents bigint not null check (stored_total_cents >= 0),
  points_sale bigint not null check (points_sale >= 0),
  points_member bigint not null check (points_member >= 0),
  points_total bigint not null check (points_total >= 0),
  changed_at timestamptz not null,
  changed_by uuid,
  primary key (merchant_id, device_id)
);
select platform.tenant_table('cashier.offline_limit');

-- What a till handed in, word for word. `booked` is a sale of its own; `booked_online` had arrived before the till lost the
-- line and never heard of it; `held` could not be read and waits for a person.
create table cashier.offline_sale (
  merchant_id uuid not null,
  sale_id uuid not null,
  store_id uuid not null,
  device_id uuid not null,
  -- The place in the till's queue, from 1.
  sequence bigint not null,
  -- The server's time when the till last heard of it before this sale; null when it could not prove one.
  contact_at timestamptz,
  received_at timestamptz not null,
  -- Who handed it in when the till itself could not.
  rescued_by uuid,
  member_id uuid,
  stored_cents bigint not null,
  points bigint not null,
  outcome text not null check (outcome in ('booked', 'booked_online', 'held')),
  upload jsonb not null,
  primary key (merchant_id, sale_id)
);
create index offline_sale_by_contact on cashier.offline_sale (merchant_id, device_id, contact_at);
select platform.append_only_table('cashier.offline_sale');

-- Something about a sale that a person should know or decide. The sale itself stands.
create table cashier.sale_conflict (
  merchant_id uuid not null,
  id uuid not null,
  sale_id uuid not null,
  store_id uuid not null,
  device_id uuid not null,
  member_id uuid,
  kind text not null check (kind <> ''),
  details jsonb not null,
  proposal text not null check (proposal in ('accept', 'charge_member', 'write_off', 'contact')),
  at timestamptz not null,
  contacted_at timestamptz,
  contacted_by uuid,
  resolved_at timestamptz,
  resolved_by uuid,
  resolution text check (resolution in ('accept', 'charge_member', 'write_off')),
  note text,
  primary key (merchant_id, id),
  unique (merchant_id, sale_id, kind),
  check ((resolved_at is null) = (resolution is null))
) with (fillfactor = 90);
create index sale_conflict_open on cashier.sale_conflict (merchant_id, at, id) where resolved_at is null;
create index sale_conflict_by_time on cashier.sale_conflict (merchant_id, at, id);
select platform.tenant_table('cashier.sale_conflict');

-- A till asks which members changed after those it knows.
create index member_by_change on members.member (merchant_id, updated_at, id);

update identity.role
   set permissions = permissions || array['sale.rescue', 'sale.settle']
 where code = 'manager' and not ('sale.settle' = any(permissions));
