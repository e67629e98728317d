-- What each new row costs beside its own writing.
--
-- The second net under `merchant_id` read the merchant's setting, and parsed it, anew for each row written; as a subquery it does so once
-- a statement. What is read was never checked row by row: there the planner compares the two merchants once.
--
-- JSON that nobody filters by needs no statistics: sorting samples of it took more of an analyze than all other columns together, and a
-- young shop's tables are analyzed often.
--
-- Locks: each tenant table for an instant, one transaction. Backfill: none; samples that were kept go with the next analyze.

create or replace function platform.tenant_table(relation regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', relation);
  execute format(
    $policy$create policy one_merchant on %s
      using (merchant_id = nullif(current_setting('app.merchant_id', true), '')::uuid)
      with check (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid as own))$policy$, relation);
  execute format('grant select, insert, update, delete on %s to regulars_app', relation);
end $$;

do $$
declare
  relation regclass;
begin
  for relation in select polrelid from pg_policy where polname = 'one_merchant' and polwithcheck is not null loop
    execute format(
      $policy$alter policy one_merchant on %s
        with check (merchant_id = (select nullif(current_setting('app.merchant_id', true), '')::uuid as own))$policy$, relation);
  end loop;
end $$;

alter table cashier.sale alter column reductions set statistics 0, alter column earn_rule set statistics 0;
alter table cashier.sale_line alter column steps set statistics 0;
alter table platform.event alter column actor set statistics 0, alter column data set statistics 0;
alter table platform.command alter column answer set statistics 0, alter column body_hash set statistics 0;
alter table audit.entry alter column actor set statistics 0, alter column changes set statistics 0;
