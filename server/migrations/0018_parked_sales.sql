-- Sales put aside for a while, open to every till of the store; how long tasks at the counter take.
-- Locks: none that matter, everything is new. Backfill: none.

create table cashier.parked_sale (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  -- The id that the sale will have: whoever books it, books it once.
  sale_id uuid not null,
  member_id uuid,
  label text,
  cart jsonb not null,
  line_count smallint not null check (line_count > 0),
  -- What it came to when it was put aside, to tell one from the other; it is priced anew when it is taken.
  shown_cents bigint not null check (shown_cents >= 0),
  parked_at timestamptz not null,
  parked_by uuid,
  device_id uuid,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('taken', 'discarded', 'expired')),
  ended_by uuid,
  primary key (merchant_id, id),
  check ((ended_at is null) = (ended_how is null))
);
create index parked_sale_open on cashier.parked_sale (merchant_id, store_id, parked_at) where ended_at is null;
create index parked_sale_due on cashier.parked_sale (merchant_id, expires_at) where ended_at is null;
create index parked_sale_ended on cashier.parked_sale (merchant_id, ended_at) where ended_at is not null;
select platform.tenant_table('cashier.parked_sale');

-- How long a parked sale waits; a merchant without a row keeps the usual time.
create table cashier.parking_rule (
  merchant_id uuid not null,
  keep_hours integer not null check (keep_hours between 1 and 720),
  primary key (merchant_id)
);
select platform.tenant_table('cashier.parking_rule');

-- No person in it, neither cashier nor member: it measures the till, not people.
create table cashier.task_timing (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  device_id uuid,
  task text not null check (task in ('sale', 'refund', 'enrol', 'top_up')),
  business_day date not null,
  finished_at timestamptz not null,
  duration_ms integer not null check (duration_ms >= 0),
  steps integer not null check (steps >= 0),
  errors integer not null check (errors >= 0),
  items integer not null check (items >= 0),
  is_done boolean not null,
  primary key (merchant_id, id)
);
create index task_timing_by_day on cashier.task_timing (merchant_id, business_day);
select platform.append_only_table('cashier.task_timing');
