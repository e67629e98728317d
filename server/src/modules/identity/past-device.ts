import type { Work } from '#platform/work.ts'
import { readDevice } from './device-queries.ts'

/** A till that is or once was bound: what it sold before it was revoked still counts. Null for an id that never was one. */
export async function pastDevice(
  work: Work,
  deviceId: string,
): Promise<{ id: string; storeId: string; number: number; name: string; revokedAt: Date | null } | null> {
  const device = await readDevice(work, deviceId)
  if (!device) return null
  const { id, storeId, number, name, revokedAt } = device
  return { id, storeId, number, name, revokedAt }
}
