import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'

/**
 * Sums the merchant's side of the ledger per day (UTC) up to the day before yesterday: entries carry the server's time, so
 * none comes later for such a day. Idempotent: days that are summed already are left alone.
 */
export async function closeBooks(work: Work): Promise<void> {
  // Exclusive: the day before yesterday is the last one closed.
  const until = startOfLocalDay(addDays(localDay(work.at, 'UTC'), -1), 'UTC')
  await work.send(sql`
    insert into ledger.book_day (merchant_id, day, asset, book, units_in, units_out)
    select ${work.merchantId}, day, asset, book, sum(units_in), sum(units_out)
      from (select (at at time zone 'UTC')::date as day, asset, credit_book as book, units as units_in, 0 as units_out
              from ledger.entry where merchant_id = ${work.merchantId} and credit_book is not null
               and at >= ${firstOpenInstant(work)} and at < ${until}
            union all
            select (at at time zone 'UTC')::date, asset, debit_book, 0, units
              from ledger.entry where merchant_id = ${work.merchantId} and debit_book is not null
               and at >= ${firstOpenInstant(work)} and at < ${until}) moved
     group by day, asset, book
    on conflict do nothing`)
}

const firstOpenInstant = ({ merchantId }: Work) => sql`
  coalesce((select (max(day) + 1)::timestamp at time zone 'UTC' from ledger.book_day where merchant_id = ${merchantId}),
           '-infinity'::timestamptz)`

export type BookBalance = { asset: string; book: string; balanceUnits: number }

/** The balances of the merchant's side: the closed days and what came since. */
export function readBooks(work: Work): Promise<BookBalance[]> {
  return work.send<BookBalance>(sql`
    select asset, book, sum(units)::bigint as balance_units
      from (select asset, book, units_in - units_out as units from ledger.book_day where merchant_id = ${work.merchantId}
            union all
            select asset, credit_book, units from ledger.entry
             where merchant_id = ${work.merchantId} and credit_book is not null and at >= ${firstOpenInstant(work)}
            union all
            select asset, debit_book, -units from ledger.entry
             where merchant_id = ${work.merchantId} and debit_book is not null and at >= ${firstOpenInstant(work)}) moved
     group by asset, book order by asset, book`)
}
