import { pastDevice } from '#modules/identity/past-device.ts'
import { actorMay, refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { OfflineTill } from './hold-for-offline.ts'

/** The bound till that asks, by its key or by the session of whoever is signed in at it. Refuses any other browser. */
export async function tillOfActor(work: Work): Promise<OfflineTill & { name: string; userId: string | null }> {
  const { actor } = work
  const deviceId = 'deviceId' in actor ? actor.deviceId : null
  const till = deviceId ? await pastDevice(work, deviceId) : null
  if (!till || till.revokedAt) throw new Refused('device_needed')
  return { ...till, userId: actor.kind === 'staff' ? actor.userId : null }
}

/**
 * The till whose sales are handed in: by itself, or by a person who may rescue the queue of a till that was revoked or lost
 * its key. `rescuedBy` names that person.
 */
export async function tillOfUpload(
  work: Work,
  deviceId: string,
): Promise<{ till: OfflineTill; rescuedBy: string | null }> {
  const { actor } = work
  const isItself = 'deviceId' in actor && actor.deviceId === deviceId
  if (!isItself && !actorMay(actor, 'sale.rescue')) throw new Refused('not_allowed', { permission: 'sale.rescue' })
  const till = await pastDevice(work, deviceId)
  if (!till) throw new Refused('device_not_found')
  accept(refuseForeignStore(actor, till.storeId))
  return { till, rescuedBy: !isItself && actor.kind === 'staff' ? actor.userId : null }
}
