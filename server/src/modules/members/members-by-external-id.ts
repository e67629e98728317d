import type { Work } from '#platform/work.ts'
import { readExternalIds } from './register-queries.ts'

/** Who these people of another system are here: its id → member. Unknown ids are absent. Locks nothing. */
export function membersByExternalId(work: Work, externalIds: readonly string[]): Promise<Map<string, string>> {
  return readExternalIds(work, externalIds)
}
