import type { Work } from '#platform/work.ts'
import { readDevices } from './device-queries.ts'
import { readStoreUsers } from './user-queries.ts'

/** Names of tills, unbound ones too, for lists that speak of where something was done. */
export async function tillNames(work: Work, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const wanted = new Set(ids)
  return new Map(
    (await readDevices(work, null)).flatMap(({ id, name }) => (wanted.has(id) ? [[id, name] as const] : [])),
  )
}

/** Tills of the stores given (null: of all), to choose from. Those no longer bound are among them: their sales remain. */
export async function tillsOf(work: Work, storeIds: readonly string[] | null) {
  return (await readDevices(work, storeIds)).map(({ id, name, storeId }) => ({ id, name, storeId }))
}

/** Who works in the stores given (null: anywhere), by name. `isActive` is false for accounts that were disabled. */
export function peopleOf(work: Work, storeIds: readonly string[] | null) {
  return readStoreUsers(work, storeIds)
}
