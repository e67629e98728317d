-- The value ledger: points, stored value, gift cards, visits. One engine, every asset.
-- Locks: none that matter, everything is new. Backfill: none.
-- Hot tables: no foreign keys (`regulars ledger verify` checks what they would), no index on a column that changes with a spend.

create schema ledger;
grant usage on schema ledger to regulars_app;

-- Who holds what. The balance is a cache of the entries, written only with them. The merchant's own side has no rows here:
-- its accounts are the `book`s of the entries, so that no row is shared by all sales.
create table ledger.account (
  merchant_id uuid not null,
  id uuid not null,
  owner_kind text not null check (owner_kind in ('member', 'pass', 'gift_card', 'charity')),
  owner_id uuid not null,
  asset text not null check (asset ~ '^[a-z_]+(:[0-9a-f-]+)?$'),
  balance_units bigint not null default 0, -- Σ remaining of the lots − debt
  debt_units bigint not null default 0,
  held_units bigint not null default 0,
  version bigint not null default 0, -- the number of entries on this account
  primary key (merchant_id, id),
  unique (merchant_id, owner_id, asset, owner_kind),
  check (debt_units >= 0 and (debt_units = 0 or asset in ('points', 'qualifying'))),
  check (held_units >= 0 and balance_units + debt_units >= held_units),
  check (balance_units <= 1000000000000000)
) with (fillfactor = 70);
select platform.tenant_table('ledger.account');

-- A transfer from a debit to a credit side. Each side is an owner's account, with its balance and version after, or a book.
-- A hold and its release have the same account on both sides and move nothing.
create table ledger.entry (
  merchant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('grant', 'spend', 'restore', 'expire', 'clawback', 'hold', 'release', 'payout', 'forfeit',
    'transfer', 'reinstate', 'gift', 'donate', 'adjust', 'merge')),
  asset text not null,
  units bigint not null check (units > 0),
  debit_account_id uuid,
  debit_book text,
  debit_balance_after bigint,
  debit_version bigint,
  credit_account_id uuid,
  credit_book text,
  credit_balance_after bigint,
  credit_version bigint,
  source_kind text not null,
  source_id uuid not null,
  reverses_entry_id uuid,
  store_id uuid,
  at timestamptz not null,
  primary key (merchant_id, id),
  check ((debit_account_id is null) <> (debit_book is null)
     and (debit_account_id is null) = (debit_version is null) and (debit_account_id is null) = (debit_balance_after is null)),
  check ((credit_account_id is null) <> (credit_book is null)
     and (credit_account_id is null) = (credit_version is null) and (credit_account_id is null) = (credit_balance_after is null)),
  check ((kind in ('hold', 'release')) = (debit_account_id is not distinct from credit_account_id and debit_account_id is not null)),
  check (asset in ('points', 'qualifying') or (coalesce(debit_balance_after, 0) >= 0 and coalesce(credit_balance_after, 0) >= 0))
);
-- The statement of an account, and the net under it: no two entries take the same place.
create unique index entry_by_debit on ledger.entry (merchant_id, debit_account_id, debit_version) where debit_account_id is not null;
create unique index entry_by_credit on ledger.entry (merchant_id, credit_account_id, credit_version) where credit_account_id is not null;
create index entry_by_source on ledger.entry (merchant_id, source_id);
create index entry_by_reversed on ledger.entry (merchant_id, reverses_entry_id) where reverses_entry_id is not null;
create index entry_by_time on ledger.entry using brin (at) with (pages_per_range = 32);
select platform.append_only_table('ledger.entry');

-- One grant. What remains is granted − Σ units of its uses.
create table ledger.lot (
  merchant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  entry_id uuid not null,
  origin_lot_id uuid, -- the lot its value came from, when it moved or was given back elsewhere
  source_kind text not null,
  source_id uuid not null,
  rule_version text,
  granted_units bigint not null check (granted_units > 0),
  remaining_units bigint not null,
  held_units bigint not null,
  drawn_units bigint not null,
  base_units bigint not null,
  earned_at timestamptz not null,
  usable_from timestamptz not null,
  expires_at timestamptz, -- exclusive; valid through expires_day in expires_zone. Null: never.
  expires_day date,
  expires_zone text,
  priority smallint not null,
  pair_id uuid,
  pair_side text check (pair_side in ('principal', 'bonus')),
  draw_mode text check (draw_mode in ('proportional', 'principal_first', 'bonus_first')),
  is_open boolean not null, -- something remains in it or in its mate
  primary key (merchant_id, id),
  check (held_units >= 0 and remaining_units >= held_units),
  check (drawn_units >= 0 and remaining_units + drawn_units <= base_units),
  check (is_open or remaining_units = 0),
  check ((expires_at is null) = (expires_day is null) and (expires_at is null) = (expires_zone is null)),
  check ((pair_id is null) = (pair_side is null) and (pair_id is null) = (draw_mode is null))
) with (fillfactor = 75);
create index lot_open on ledger.lot (merchant_id, account_id) where is_open;
create index lot_due on ledger.lot (merchant_id, expires_at) where is_open and expires_at is not null;
create unique index lot_by_pair on ledger.lot (merchant_id, pair_id, pair_side) where pair_id is not null;
select platform.tenant_table('ledger.lot');

-- What an entry did to a lot: took (positive) or gave back (negative); `drawn` is what counts as consumed.
create table ledger.lot_use (
  merchant_id uuid not null,
  entry_id uuid not null,
  lot_id uuid not null,
  units bigint not null,
  drawn_units bigint not null,
  held_units bigint not null,
  position integer not null,
  primary key (merchant_id, entry_id, lot_id)
);
select platform.append_only_table('ledger.lot_use');

-- The only way in which a lot's expiry changes: a freeze, an extension.
create table ledger.lot_extension (
  merchant_id uuid not null,
  id uuid not null,
  lot_id uuid not null,
  source_kind text not null,
  source_id uuid not null,
  from_expires_at timestamptz,
  to_expires_at timestamptz,
  to_expires_day date,
  to_expires_zone text,
  at timestamptz not null,
  primary key (merchant_id, id)
);
create index lot_extension_by_lot on ledger.lot_extension (merchant_id, lot_id, id);
select platform.append_only_table('ledger.lot_extension');

-- The merchant's side, summed per day (UTC) once the day is over; today is summed from the entries.
create table ledger.book_day (
  merchant_id uuid not null,
  day date not null,
  asset text not null,
  book text not null,
  units_in bigint not null,
  units_out bigint not null,
  primary key (merchant_id, day, asset, book)
);
select platform.tenant_table('ledger.book_day');
