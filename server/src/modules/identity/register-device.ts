import { refuseForeignStore } from '#platform/actor.ts'
import type { KeyRing } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { holdStore } from '#modules/shops/store-facts.ts'
import { addCredential, credentialHash, newSecret, removeCredentials } from './credential-queries.ts'
import { insertDevice, lockDevice, nextDeviceNumber, readDevice, updateDevice } from './device-queries.ts'
import { endSessionsAt } from './end-session.ts'
import { bindSession } from './session-queries.ts'

/**
 * Binds a browser to a store as a till. The key is returned once and kept only as a keyed hash; the number is the device's
 * part of receipt numbers.
 *
 * Locks the store. Refuses a store the actor does not work at, and an id that was used.
 */
export async function registerDevice(
  work: Work,
  keys: KeyRing,
  input: { deviceId: string; storeId: string; name: string },
) {
  await holdStore(work, input.storeId)
  const number = await nextDeviceNumber(work, input.storeId)
  const deviceKey = newSecret()
  const keyHash = credentialHash(keys, 'device', deviceKey)
  const registeredBy = work.actor.kind === 'staff' ? work.actor.userId : null
  const { deviceId: id, storeId, name } = input
  if (!(await insertDevice(work, { id, storeId, number, name, registeredBy, keyHash })))
    throw new Refused('device_exists')
  await addCredential(work, 'device', keyHash, id)
  // Whoever binds a till stands at it: what they sell from now on carries its number.
  if (work.actor.kind === 'staff') await bindSession(work, work.actor.sessionId, id)
  const changes = { name: [null, name], storeId: [null, storeId], number: [null, number] } as const
  work.audit({ action: 'device.register', subject: { kind: 'device', id }, changes })
  return { deviceId: id, storeId, number, deviceKey }
}

/** Takes a till's key away and ends the sessions on it. Receipts keep its number; bound again it is a new device. */
export async function revokeDevice(work: Work, { deviceId }: { deviceId: string }) {
  const device = accept(await lockDevice(work, deviceId))
  accept(refuseForeignStore(work.actor, device.storeId))
  if (device.revokedAt) return { deviceId }
  await updateDevice(work, deviceId, { revokedAt: work.at })
  await removeCredentials(work, 'device', [device.keyHash])
  await endSessionsAt(work, deviceId)
  work.audit({
    action: 'device.revoke',
    subject: { kind: 'device', id: deviceId },
    changes: { revokedAt: [null, work.at] },
  })
  return { deviceId }
}

export type DeviceFacts = { id: string; storeId: string; number: number; name: string }

/** A till that is bound, for whoever numbers receipts. Refuses an unknown and a revoked one. */
export async function deviceFacts(work: Work, deviceId: string): Promise<DeviceFacts> {
  const device = await readDevice(work, deviceId)
  if (!device || device.revokedAt) throw new Refused('device_not_found')
  const { id, storeId, number, name } = device
  return { id, storeId, number, name }
}
