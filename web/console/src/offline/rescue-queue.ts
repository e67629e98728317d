import { offlineDatabase } from './offline-database.ts'
import { handInPart, readHead } from './sync-queue.ts'
import { lastContact } from './till-contact.ts'

/**
 * Hands in the queue in the name of whoever is signed in, who may do that for a till that lost its key. Answers how many sales
 * went; throws the refusal of somebody who may not.
 */
export async function rescueQueue(): Promise<number> {
  const contact = await lastContact()
  if (!contact) return 0
  const { queue } = offlineDatabase()
  const before = await queue.count()
  for (let isMoved = true; isMoved;) {
    const head = await readHead()
    isMoved = head.length > 0 && (await handInPart(head, { deviceId: contact.device.id, asDevice: false }))
  }
  return Math.max(0, before - (await queue.count()))
}
