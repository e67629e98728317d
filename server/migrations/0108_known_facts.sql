-- A mark that is another after every change of what each sale is priced by: while it is the same, a process prices by what it read before
-- (docs/decisions/0014).
-- Locks: none, a new table. Backfill: none; a merchant without a row has its first mark with its next change.

create table platform.fact_stamp (
  merchant_id uuid primary key,
  stamp uuid not null
) with (fillfactor = 50);
select platform.tenant_table('platform.fact_stamp');
