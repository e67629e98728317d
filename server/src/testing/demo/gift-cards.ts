import type { TenderRequest } from '#modules/cashier/pricing/pricing-types.ts'
import { takingAt } from '#modules/cashier/shift/taking-at.ts'
import { loadCard } from '#modules/gift-cards/load-card.ts'
import { blockCard, makeBatch } from '#modules/gift-cards/manage-cards.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

/** A card in somebody's drawer. Some are spent by whoever comes in with them, others wait for an occasion. */
export type DemoCard = { giftCardId: string; balanceCents: number; isSpent: boolean }

const faceValues = [20_000, 50_000, 30_000] as const
const daysBetween = 4

/** Every few days somebody buys a card as a present, paid by WeChat. */
export async function sellDemoCard(till: Work, storeId: string, dayIndex: number, cards: DemoCard[]): Promise<void> {
  if (dayIndex % daysBetween !== 0) return
  const amountCents = faceValues[cards.length % faceValues.length]!
  const { giftCardId } = await loadCard(till, {
    ...{ loadId: newId(), storeId, amountCents, taking: await takingAt(till, storeId) },
    tenders: [{ tenderId: newId(), kind: 'other', method: 'wechat', amountCents }],
  })
  cards.push({ giftCardId, balanceCents: amountCents, isSpent: cards.length % 2 === 0 })
}

/** What a stranger pays by the oldest card that is still spent from; null where there is none. */
export function payByDemoCard(cards: readonly DemoCard[], netCents: number): TenderRequest | null {
  const card = cards.find(({ isSpent, balanceCents }) => isSpent && balanceCents > 0)
  if (!card || netCents === 0) return null
  const amountCents = Math.min(card.balanceCents, netCents)
  card.balanceCents -= amountCents
  return { tenderId: newId(), kind: 'gift_card', giftCardId: card.giftCardId, amountCents }
}

/** Blanks for the next festival, and one card that its owner lost. */
export async function finishDemoCards(work: Work, cards: readonly DemoCard[]): Promise<void> {
  await makeBatch(work, { batchId: newId(), name: '春节礼品卡', quantity: 60, storeIds: null })
  const lost = cards.find(({ isSpent }) => !isSpent)
  if (lost) await blockCard(work, { giftCardId: lost.giftCardId, reason: '顾客挂失' })
}
