-- What a shop says that serving its members costs, where no cost stands on the item: the money that offers keep is told as margin.
-- Locks: none that matter, everything is new. Backfill: none; before a shop says anything the shares that ship hold, and are shown as such.

-- Versions are added, never changed; the last one holds.
create table retention.cost_shares (
  merchant_id uuid not null,
  version integer not null check (version > 0),
  terms jsonb not null,
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, version)
);
select platform.append_only_table('retention.cost_shares');
