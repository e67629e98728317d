import { knownRows } from '#platform/known-facts.ts'
import type { Work } from '#platform/work.ts'
import { readDeviceNumbers, readDeviceStore } from './device-queries.ts'

/** The numbers of tills, by id, for receipt numbers; by what this process knows (`work.facts`), since a till keeps its number for ever. */
export async function deviceNumbers(work: Work, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  return knownRows((await work.facts()).map<number>('identity.device-number'), ids, async (missing) =>
    (await readDeviceNumbers(work, missing)).map(({ id, number }) => [id, number]),
  )
}

/** The store that a till belongs to; null for a device that is no till of this merchant. */
export function storeOfDevice(work: Work, deviceId: string): Promise<string | null> {
  return readDeviceStore(work, deviceId)
}
