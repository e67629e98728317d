import type { Work } from '#platform/work.ts'
import { readTails } from './card-queries.ts'

/** The last four characters of these cards' codes, for receipts and lists of other modules. One statement, none for no card. */
export async function giftCardTails(work: Work, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await readTails(work, ids)).map(({ id, codeTail }) => [id, codeTail]))
}
