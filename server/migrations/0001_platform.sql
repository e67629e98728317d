-- The platform's own tables: merchants, idempotent commands, the event log and its deliveries, rate limits, due work.
-- Locks: none that matter, everything is new. Backfill: none.

create schema platform;
grant usage on schema platform to regulars_app;

-- Second net under every statement's own `merchant_id`: the app role sees the rows of the merchant that its transaction named.
create function platform.tenant_table(relation regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format(
    $policy$create policy one_merchant on %s
      using (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
      with check (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)$policy$, relation);
  execute format('grant select, insert, update, delete on %s to regulars_app', relation);
end $$;

-- The same for what may be added and read, never changed.
create function platform.append_only_table(relation regclass) returns void language plpgsql as $$
begin
  perform platform.tenant_table(relation);
  execute format('revoke update, delete, truncate on %s from regulars_app', relation);
end $$;

-- Global: which merchants there are. No personal data.
create table platform.merchant (
  id uuid primary key,
  slug text not null unique,
  host text unique,
  created_at timestamptz not null
);
grant select, insert, update on platform.merchant to regulars_app;

-- Global: a secret that a caller presents (session, API key, device key, login name), as a keyed hash, to its merchant and subject.
create table platform.credential_lookup (
  kind text not null,
  key_hash bytea not null,
  merchant_id uuid not null,
  subject_id uuid not null,
  primary key (kind, key_hash)
);
grant select, insert, delete on platform.credential_lookup to regulars_app;

-- Global: what falls due when, so that a sweep knows which merchants to visit.
create table platform.due_work (
  merchant_id uuid not null,
  kind text not null,
  due_at timestamptz not null,
  primary key (merchant_id, kind)
);
create index due_work_by_time on platform.due_work (due_at);
grant select, insert, update, delete on platform.due_work to regulars_app;

-- A command that took effect, and its answer, for ever: written in the transaction of the effect. Inserting the row is the
-- first lock of a command: whoever sends the same key waits here, then reads the answer.
create table platform.command (
  merchant_id uuid not null,
  key uuid not null,
  operation text not null,
  body_hash bytea not null,
  actor_id uuid,
  at timestamptz not null,
  status smallint,
  answer jsonb,
  primary key (merchant_id, key)
) with (fillfactor = 80);
select platform.tenant_table('platform.command');

-- The last sequence number of a subject (a member, most often): order per subject is exact without a sequence object.
create table platform.subject_seq (
  merchant_id uuid not null,
  subject_id uuid not null,
  last_seq bigint not null,
  primary key (merchant_id, subject_id)
) with (fillfactor = 70);
select platform.tenant_table('platform.subject_seq');

-- What happened. Never updated.
create table platform.event (
  merchant_id uuid not null,
  id uuid not null,
  type text not null,
  subject_kind text not null,
  subject_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  actor jsonb not null,
  data jsonb not null,
  primary key (merchant_id, id)
);
create unique index event_by_subject on platform.event (merchant_id, subject_id, seq);
select platform.append_only_table('platform.event');

-- Exists until every subscriber is done with the event; `done` names those that are. A subject's rows in the order of `seq`
-- are its line.
create table platform.delivery (
  merchant_id uuid not null,
  event_id uuid not null,
  subject_id uuid not null,
  seq bigint not null,
  due_at timestamptz not null,
  done text[] not null default '{}',
  primary key (merchant_id, event_id)
);
create index delivery_by_line on platform.delivery (merchant_id, subject_id, seq);
select platform.tenant_table('platform.delivery');

-- A subscriber whose handler failed on the first event of a subject's line that it has not done: tried again at `next_at`,
-- after the last try stopped until a person resumes or skips. The other subscribers of the line go on.
create table platform.delivery_failure (
  merchant_id uuid not null,
  subject_id uuid not null,
  subscriber text not null,
  event_id uuid not null,
  attempts smallint not null,
  first_failed_at timestamptz not null,
  next_at timestamptz not null,
  stopped_at timestamptz,
  last_error text not null,
  primary key (merchant_id, subject_id, subscriber)
);
select platform.tenant_table('platform.delivery_failure');

-- Counters of what is limited beyond one process's memory: sign-in, one-time codes.
create table platform.rate_limit (
  bucket text not null,
  key_hash bytea not null,
  window_start timestamptz not null,
  hits integer not null,
  primary key (bucket, key_hash)
);
grant select, insert, update, delete on platform.rate_limit to regulars_app;
