-- Tags put on and taken off everybody whom a list's filters let through, handed on piece by piece behind the command.
-- Locks: none, new tables. Backfill: none.

-- One such change: which tags, by whom, for how many, how far it has come.
create table members.tag_run (
  merchant_id uuid not null,
  id uuid not null,
  add_ids uuid[] not null,
  remove_ids uuid[] not null,
  author_id uuid,
  at timestamptz not null,
  members integer not null check (members > 0),
  done integer not null default 0 check (done between 0 and members),
  changed integer not null default 0 check (changed between 0 and done),
  ended_at timestamptz,
  primary key (merchant_id, id)
);
create index tag_run_by_time on members.tag_run (merchant_id, at);
select platform.tenant_table('members.tag_run');

-- The members who are still to be changed, a thousand to a row.
create table members.tag_page (
  merchant_id uuid not null,
  run_id uuid not null,
  page integer not null,
  member_ids uuid[] not null,
  primary key (merchant_id, run_id, page)
);
select platform.tenant_table('members.tag_page');
