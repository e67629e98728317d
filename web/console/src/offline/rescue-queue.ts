import { api, send } from '@staff/api'
import { offlineDatabase } from './offline-database.ts'
import { headOf } from './queue-rules.ts'
import { takeOut } from './sync-queue.ts'
import { lastContact } from './till-contact.ts'

/**
 * Hands in the queue in the name of whoever is signed in, who may do that for a till that lost its key. Answers how many sales
 * went; throws the refusal of somebody who may not.
 */
export async function rescueQueue(): Promise<number> {
  const contact = await lastContact()
  if (!contact) return 0
  for (let count = 0; ;) {
    const head = headOf(await offlineDatabase().queue.orderBy('sequence').limit(50).toArray())
    if (head.length === 0) return count
    const sales = head.map(({ sale }) => sale)
    const answer = await send(api.offlineSalesUpload, { deviceId: contact.device.id, sales })
    await takeOut(head, answer.sales)
    count += answer.sales.length
  }
}
