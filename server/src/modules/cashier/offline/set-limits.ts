import { pastDevice } from '#modules/identity/past-device.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { OfflineLimits } from './budget-rules.ts'
import { readLimits, writeLimits } from './limit-queries.ts'

/** The limits of a till for value taken on trust. Refuses a till that is unknown or of another store. */
export async function limitsOf(work: Work, deviceId: string): Promise<OfflineLimits> {
  const device = await pastDevice(work, deviceId)
  if (!device) throw new Refused('device_not_found')
  accept(refuseForeignStore(work.actor, device.storeId))
  return readLimits(work, deviceId)
}

/** Sets them; the till hears of it with its next word from the server. */
export async function setLimits(
  work: Work,
  { deviceId, ...limits }: OfflineLimits & { deviceId: string },
): Promise<{ deviceId: string }> {
  const before = await limitsOf(work, deviceId)
  await writeLimits(work, deviceId, limits)
  work.audit({
    action: 'device.limit',
    subject: { kind: 'device', id: deviceId },
    changes: { offlineStored: [before.stored, limits.stored], offlinePoints: [before.points, limits.points] },
  })
  return { deviceId }
}
