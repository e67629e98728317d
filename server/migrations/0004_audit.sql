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
  primary key (merchant_id, id)
);
create index entry_by_time on audit.entry (merchant_id, at, id);
create index entry_by_subject on audit.entry (merchant_id, subject_id, at);
select platform.append_only_table('audit.entry');

-- Closed stretches of the log, chained: each hash covers the lines since the one before it and that hash. Made by a job in
-- batches (a chain link per line would be a hot row of the till).
create table audit.seal (
  merchant_id uuid not null,
  seq bigint not null,
  until_at timestamptz not null,
  entries bigint not null,
  hash bytea not null,
  at timestamptz not null,
  primary key (merchant_id, seq)
);
select platform.append_only_table('audit.seal');
