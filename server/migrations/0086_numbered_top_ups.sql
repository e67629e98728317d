-- A top-up has a number that a member can read out, as a sale has its receipt number: C01-000123, the store's number and its own count
-- of top-ups, without gaps.
-- Locks: stored_value.top_up while those there are get their numbers, in the order in which they were sold; seconds for a million.
-- Backfill: the numbers and the counters.

create table stored_value.top_up_counter (
  merchant_id uuid not null,
  store_id uuid not null,
  last_number bigint not null check (last_number >= 0),
  primary key (merchant_id, store_id)
);
select platform.tenant_table('stored_value.top_up_counter');

alter table stored_value.top_up add column number text;

update stored_value.top_up t
   set number = 'C' || lpad(s.number::text, greatest(2, length(s.number::text)), '0')
             || '-' || lpad(n.number::text, greatest(6, length(n.number::text)), '0')
  from (select merchant_id, id, row_number() over (partition by merchant_id, store_id order by at, id) as number
          from stored_value.top_up) n,
       shops.store s
 where n.merchant_id = t.merchant_id and n.id = t.id and s.merchant_id = t.merchant_id and s.id = t.store_id;

insert into stored_value.top_up_counter (merchant_id, store_id, last_number)
select merchant_id, store_id, count(*) from stored_value.top_up group by merchant_id, store_id;

alter table stored_value.top_up alter column number set not null;
create unique index top_up_number on stored_value.top_up (merchant_id, number);
