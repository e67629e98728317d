import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { insertBatch, lockCards, writeBlock } from './card-queries.ts'
import { makeCards, showCodes } from './codes.ts'

/** Makes blank cards to be printed: worth nothing until one is sold. */
export async function makeBatch(
  work: Work,
  input: { batchId: string; name: string; quantity: number; storeIds: readonly string[] | null },
): Promise<{ batchId: string; quantity: number }> {
  const { batchId, name, quantity, storeIds } = input
  await insertBatch(work, { id: batchId, name, quantity, storeIds, madeBy: actorId(work.actor) })
  await makeCards(work, quantity, { batchId, storeIds })
  work.audit({
    action: 'giftcard.make',
    subject: { kind: 'gift_card_batch', id: batchId },
    changes: { name: [null, name], quantity: [null, quantity] },
  })
  return { batchId, quantity }
}

/** The codes of a batch, for whoever prints them, within the hour: each look is in the audit log, for each is worth its cards. */
export async function showBatchCodes(work: Work, batchId: string): Promise<string[]> {
  const codes = await showCodes(work, { batchId })
  work.audit({
    action: 'giftcard.codes',
    subject: { kind: 'gift_card_batch', id: batchId },
    changes: { shown: [null, codes.length] },
  })
  return codes
}

/** Blocks a lost card, or with a null reason frees it again. What is on it stays. */
export async function blockCard(
  work: Work,
  { giftCardId, reason }: { giftCardId: string; reason: string | null },
): Promise<{ giftCardId: string }> {
  const [card] = await lockCards(work, [giftCardId])
  if (!card) throw new Refused('gift_card_not_found')
  await writeBlock(work, giftCardId, reason)
  work.audit({
    action: reason === null ? 'giftcard.unblock' : 'giftcard.block',
    subject: { kind: 'gift_card', id: giftCardId },
    changes: { blocked: [card.blockedAt !== null, reason !== null] },
    ...(reason === null ? {} : { reason }),
  })
  return { giftCardId }
}
