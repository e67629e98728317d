import type { Work } from '#platform/work.ts'
import { readUserNames } from './user-queries.ts'

/** Names of accounts, disabled ones too, for lists that speak of who did something. */
export async function userNames(work: Work, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  return new Map((await readUserNames(work, [...new Set(ids)])).map(({ id, name }) => [id, name]))
}
