-- The erase list outlives a restore: it is also kept in a file outside the database. An erasure says which records it took
-- (those merged into the member too), and since when the file has them; before that it is not told as done.
-- Locks: a short one on member_lifecycle.erasure; the columns have constant defaults. Backfill: erasures that are done so far named
-- one record each, which is all that is known of them.

alter table member_lifecycle.erasure
  add column erased_ids uuid[] not null default '{}',
  add column journaled_at timestamptz;
update member_lifecycle.erasure set erased_ids = array[member_id] where done_at is not null;
insert into platform.due_work (merchant_id, kind, due_at)
select distinct merchant_id, 'member_lifecycle.journal_erasures', now() from member_lifecycle.erasure where done_at is not null
    on conflict do nothing;
create index erasure_unjournaled on member_lifecycle.erasure (merchant_id, done_at) where done_at is not null and journaled_at is null;
