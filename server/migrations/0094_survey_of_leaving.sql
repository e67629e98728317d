-- Questions of the shop's own to who leaves, each call kept by itself, and which of the shop's own fields says where members live.
-- Locks: leaving for the moment in which a column with a constant default is added (no rewrite). Backfill: calls that were noted before
-- become the first of their task's calls, one statement over a small table.

-- What was answered to the flow's questions, as asked under the leaving's version; nobody has to answer.
alter table retention.leaving
  add column answers jsonb not null default '[]' check (jsonb_typeof(answers) = 'array'),
  add column answered_at timestamptz;

-- Every call, with what came of it: the task keeps the last one only, and a complaint must not be lost by a second call. Words of people
-- are taken out when a member is forgotten, so that this is no append-only table.
create table retention.follow_up_call (
  merchant_id uuid not null,
  id uuid not null,
  follow_up_id uuid not null,
  leaving_id uuid not null,
  outcome text not null check (outcome in ('reached', 'not_reached', 'comes_back', 'not_interested', 'complains', 'done')),
  note text not null default '',
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, id)
);
create index follow_up_call_by_leaving on retention.follow_up_call (merchant_id, leaving_id, at);
select platform.tenant_table('retention.follow_up_call');

insert into retention.follow_up_call (merchant_id, id, follow_up_id, leaving_id, outcome, note, at, author_id)
select merchant_id, id, id, leaving_id, outcome, note, coalesce(done_at, at), done_by
  from retention.follow_up
 where outcome is not null and kind <> 'win_back';

-- Which own field of members is their region in reports; null: the one named region, district or city. Versions are added, the last holds.
create table retention.region_field (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  field_code text,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('retention.region_field');
