-- Whose points an extension moved, and how many: a line of each member's statement, with the reason of the extension.
-- Locks: none that matter, it is new. Backfill: none, extensions made before stand in the shop's own list.

create table points.extension_member (
  merchant_id uuid not null,
  member_id uuid not null,
  extension_id uuid not null,
  points bigint not null check (points > 0),
  at timestamptz not null,
  primary key (merchant_id, member_id, extension_id)
);
select platform.append_only_table('points.extension_member');
