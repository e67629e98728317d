import { tradeNames } from '#modules/cashier/trade-names.ts'
import { peopleOf, tillsOf } from '#modules/identity/till-names.ts'
import { storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf, type Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { SaleListChoices, SaleListQuery, SalePage, SaleRow } from './contract.ts'
import { listSales, readOtherMethods, type SaleListRow } from './list-queries.ts'

const usualPage = 50

/** One page of sales, newest first, of the stores that the reader works in. */
export async function showSales(
  work: Work,
  { limit = usualPage, cursor, ...filter }: Static<typeof SaleListQuery>,
): Promise<Static<typeof SalePage>> {
  const key = decodeCursor(cursor, 2)
  const before = key ? { at: String(key[0]), id: String(key[1]) } : null
  const rows = await listSales(work, { ...filter, storeIds: storesOf(work.actor) }, before, limit + 1)
  const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
  return {
    items: await showRows(work, page),
    next,
  }
}

async function showRows(work: Work, rows: readonly SaleListRow[]): Promise<Static<typeof SaleRow>[]> {
  const namesOf = await tradeNames(work, rows)
  return rows.map(({ at: _at, cashierId, deviceId, ...row }) => ({
    ...row,
    ...namesOf({ cashierId, deviceId, memberId: row.memberId }),
    happenedAt: row.happenedAt.toISOString(),
  }))
}

const kinds = ['cash', 'stored_value', 'points', 'gift_card']

/** Tills, people and ways of paying to choose from, within the reader's stores. */
export async function showChoices(work: Work): Promise<Static<typeof SaleListChoices>> {
  const reach = storesOf(work.actor)
  const [tills, people, methods] = await Promise.all([
    tillsOf(work, reach),
    peopleOf(work, reach),
    readOtherMethods(work),
  ])
  return { tills, people, tenders: [...kinds, ...methods] }
}
