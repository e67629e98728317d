-- Printers of the stores and what waits to be printed on them.
-- Locks: none, everything is new. Backfill: none.

create schema printing;
grant usage on schema printing to regulars_app;

create table printing.printer (
  merchant_id uuid not null,
  id uuid not null,
  store_id uuid not null,
  device_id uuid, -- the till that prints here; null: every till of the store without a printer of its own
  name text not null check (name <> ''),
  language text not null check (language in ('escpos', 'star')),
  host text not null,
  port integer not null check (port between 1 and 65535),
  columns smallint not null check (columns between 24 and 64),
  has_cutter boolean not null,
  has_drawer boolean not null,
  prints_each_sale boolean not null,
  version integer not null default 1,
  archived_at timestamptz,
  created_at timestamptz not null,
  primary key (merchant_id, id)
);
create index printer_by_store on printing.printer (merchant_id, store_id) where archived_at is null;
select platform.tenant_table('printing.printer');

-- One document on its way to paper. The document goes when it is done with: what was printed is on record elsewhere.
create table printing.job (
  merchant_id uuid not null,
  id uuid not null,
  printer_id uuid not null,
  store_id uuid not null,
  title text not null,
  subject_kind text,
  subject_id uuid,
  document jsonb,
  state text not null check (state in ('waiting', 'printing', 'printed', 'unclear', 'failed', 'cancelled')),
  tries smallint not null default 0,
  next_try_at timestamptz not null,
  problem text,
  asked_by uuid,
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (merchant_id, id),
  check ((document is null) <= (state in ('printed', 'cancelled')))
);
create index job_by_time on printing.job (merchant_id, asked_at, id);
create index job_open on printing.job (merchant_id, printer_id, asked_at) where state in ('waiting', 'printing');
create index job_by_subject on printing.job (merchant_id, subject_id) where subject_id is not null;
select platform.tenant_table('printing.job');
