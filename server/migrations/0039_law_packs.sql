-- Under which region's law a store sells prepaid value and renewing contracts; top-ups keep the pack they were sold under. Which stores
-- settle prepaid money with the head office as parties of their own (R9).
-- Locks: short ones on stored_value.top_up and top_up_refund for columns without a rewrite. Backfill: none; a top-up without a pack was
-- sold under the national one of its day.

create schema law_packs;
grant usage on schema law_packs to regulars_app;

-- Versions are added, never changed: what a store stood under on any day stays known.
create table law_packs.store_choice (
  merchant_id uuid not null,
  store_id uuid not null,
  version integer not null check (version > 0),
  region text not null check (region ~ '^[A-Z]{2}(-[A-Z0-9]+)?$'),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, store_id, version),
  foreign key (merchant_id, store_id) references shops.store (merchant_id, id)
);
select platform.append_only_table('law_packs.store_choice');

alter table stored_value.top_up add column law_pack text;
alter table stored_value.top_up_refund
  add column basis text check (basis in ('ratio', 'list_price')),
  add column is_withdrawal boolean not null default false,
  add column knew_goods boolean not null default false;

-- Stores of the merchant's own are one party with the head office; a franchise is a party of its own.
create table stored_value.settlement_party (
  merchant_id uuid not null,
  store_id uuid not null,
  version integer not null check (version > 0),
  kind text not null check (kind in ('own', 'franchise')),
  at timestamptz not null,
  author_id uuid,
  primary key (merchant_id, store_id, version),
  foreign key (merchant_id, store_id) references shops.store (merchant_id, id)
);
select platform.append_only_table('stored_value.settlement_party');
