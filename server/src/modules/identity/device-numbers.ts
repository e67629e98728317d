import type { Work } from '#platform/work.ts'
import { readDeviceNumbers } from './device-queries.ts'

/** The numbers of tills, by id, for receipt numbers. One statement of the flight. */
export async function deviceNumbers(work: Work, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  return new Map((await readDeviceNumbers(work, ids)).map(({ id, number }) => [id, number]))
}
