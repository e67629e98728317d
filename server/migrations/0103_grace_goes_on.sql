-- A rescue that was paid with points in grace and called off gives them back to the lots that they came from, with the days of grace that
-- those have left: calling off and redeeming again prolongs nothing.
-- Locks: none, a new table. Backfill: none; what was called off before keeps the days it was given then.

create table points.reinstatement_return (
  merchant_id uuid not null,
  reinstatement_id uuid not null,
  at timestamptz not null,
  primary key (merchant_id, reinstatement_id)
);
select platform.append_only_table('points.reinstatement_return');
