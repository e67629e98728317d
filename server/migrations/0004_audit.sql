-- The audit log: who did what, before → after, from where. The app role can append and read, never change.
-- Locks: none that matter, everything is new. Backfill: none.

create schema audit;
grant usage on schema audit to regulars_app;

create table audit.entry (
  merchant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  action text not null,
  subject_kind text not null,
  subject_id uuid not null,
  actor_id uuid,
  actor jsonb not null,
  ip text,
  changes jsonb not null,
  reason text,
  approved_by uuid,
  -- When the line was written, whatever business time it speaks of: sales uploaded late, the demo's year.
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, id)
);
create index entry_by_time on audit.entry (merchant_id, at, id);
create index entry_by_subject on audit.entry (merchant_id, subject_id, at);
create index entry_by_recording on audit.entry (merchant_id, recorded_at);
select platform.append_only_table('audit.entry');

-- Closed stretches of the log, chained. A seal names its lines and their hashes, and its own hash covers both and the seal
-- before it, keyed with the installation's secret: a line changed or removed later is found and named. Made by a job in
-- batches (a chain link per line would be a hot row of the till).
create table audit.seal (
  merchant_id uuid not null,
  seq bigint not null,
  entry_ids uuid[] not null,
  entry_hashes bytea[] not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  primary key (merchant_id, seq)
);
select platform.append_only_table('audit.seal');
