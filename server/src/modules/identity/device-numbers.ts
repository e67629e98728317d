import type { Work } from '#platform/work.ts'
import { readDeviceNumbers, readDeviceStore } from './device-queries.ts'

/** The numbers of tills, by id, for receipt numbers. One statement of the flight. */
export async function deviceNumbers(work: Work, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  return new Map((await readDeviceNumbers(work, ids)).map(({ id, number }) => [id, number]))
}

/** The store that a till belongs to; null for a device that is no till of this merchant. */
export function storeOfDevice(work: Work, deviceId: string): Promise<string | null> {
  return readDeviceStore(work, deviceId)
}
