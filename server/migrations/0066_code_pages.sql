-- A million coupon codes were a million rows and as many entries of an index in the order of chance: 240 MB of WAL and some ten seconds of
-- processor time. Codes that nobody showed yet need no row: what an issue made now lies in pages by the first bits of the hashes, some
-- thousand rows, and `coupons.code` gets a row when a code is shown. Codes made before keep theirs and are found there as before: no
-- backfill, no lock on anything that is used.
create table coupons.code_page (
  merchant_id uuid not null,
  page smallint not null check (page between 0 and 4095),
  issue_id uuid not null,
  -- Keyed hashes that begin with these twelve bits, 16 bytes each, end to end, in no order.
  hashes bytea not null check (length(hashes) > 0 and length(hashes) % 16 = 0),
  primary key (merchant_id, page, issue_id)
);
-- Chance cannot be compressed.
alter table coupons.code_page alter column hashes set storage external;
select platform.append_only_table('coupons.code_page');
