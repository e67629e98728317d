-- Offers to stay that lose money are taken out of the way out by themselves: what each was worth is counted against members who would
-- have been made the very same offer and were held out, so that is kept from now on.
-- Locks: leaving for the moment in which a column with a constant default is added (no rewrite). Backfill: none; nobody knows any more
-- what who was held out before would have been offered.

alter table retention.leaving
  -- Prints of the offers (code, terms and cost) that a member who is held out was not made.
  add column withheld text[] not null default '{}';

-- An offer that was stopped: as it was then, by its print. Changed, it is another offer; lifted, it is made and counted anew.
create table retention.offer_stop (
  merchant_id uuid not null,
  id uuid not null,
  code text not null,
  print text not null,
  ground text not null check (ground in ('costs_more', 'keeps_less')),
  figures jsonb not null,
  at timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid,
  primary key (merchant_id, id)
);
create unique index offer_stop_open on retention.offer_stop (merchant_id, print) where lifted_at is null;
select platform.tenant_table('retention.offer_stop');
