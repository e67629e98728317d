-- Three things for the people who act: managers may mend stopped background work, lists name the day on which value lapses, and
-- an import tells how far it is.
-- Only the role that a merchant started with as its manager gets the permission; roles of a merchant's own making stay as they
-- are. `reports.read`, which the figures of home need from now on, has stood in the sets of manager, accountant and marketer
-- from the first day: nothing to add there.
-- Locks: the rows of one role of each merchant; the view and imports.batch for an instant. Backfill: these rows.

update identity.role
   set permissions = permissions || array['deliveries.manage']
 where code = 'manager' and not ('deliveries.manage' = any(permissions));

-- A lot is good through `expires_day`; `expires_at` is the instant behind it.
create or replace view ledger.read_open_lot with (security_invoker = true) as
  select l.merchant_id, a.owner_kind, a.owner_id, a.asset, l.remaining_units, l.expires_at, l.expires_day
    from ledger.lot l
    join ledger.account a on a.merchant_id = l.merchant_id and a.id = l.account_id
   where l.is_open;

-- How many rows the file seems to have; null before anybody looked.
alter table imports.batch add column estimated_rows integer;
