import { receiptToken } from '#modules/cashier/receipt-token.ts'
import { transferPass } from '#modules/passes/change-pass.ts'
import { readHeldPass } from '#modules/passes/held-passes.ts'
import { stateOf } from '#modules/passes/pass-rules.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import {
  lockPassGift,
  type PassGift,
  readOpenGifts,
  readPassGift,
  writeGiftTaken,
  writeGiftWithdrawn,
} from './pass-gift-queries.ts'
import { recordWords } from './record-words.ts'

export const passGiftKeyPurpose = 'retention.pass_gift'

const house = { kind: 'system', name: 'retention' } as const

/** The secret part of the link that hands a pass on: derived from the gift, never kept. */
export function passGiftToken(work: Work, giftId: string): string {
  return receiptToken(work.key(passGiftKeyPurpose), work.merchantId, giftId)
}

/** What stands behind a link, for whoever holds it: the pass and what is left of it, never who gives it. */
export async function showPassGift(work: Work, giftId: string) {
  const gift = await readPassGift(work, giftId)
  if (!gift) throw new Refused('pass_gift_not_found')
  const { pass, today, left } = await readHeldPass(work, gift.passId)
  const merchant = await merchantFacts(work)
  const isOver = ['ended', 'expired'].includes(stateOf(pass, today))
  return {
    merchantName: merchant.name,
    ...{ passName: pass.name, endsDay: pass.endsDay, endsAt: gift.endsAt.toISOString() },
    units: pass.terms.components.map(({ id, name }) => ({ name, leftUnits: left.get(id) ?? null })),
    state: stateOfGift(gift, work.at, isOver || pass.memberId !== gift.memberId),
  }
}

function stateOfGift({ takenAt, withdrawnAt, endsAt }: PassGift, at: Date, isGone: boolean) {
  if (takenAt) return 'taken' as const
  return withdrawnAt || isGone || endsAt <= at ? ('over' as const) : ('open' as const)
}

/** What a member hands on, with the link; only while somebody can still take it. */
export async function myPassGifts(work: Work, memberId: string) {
  const gifts = await readOpenGifts(work, memberId)
  return gifts.map(({ id, passId, endsAt }) => ({
    ...{ passGiftId: id, passId, endsAt: endsAt.toISOString(), token: passGiftToken(work, id) },
  }))
}

/**
 * Takes a pass that its holder handed on: it is the receiver's from now on, with all that is left of it, and no fee; both said yes, one by
 * the link, one by taking it. Of two who take it at once one has it. Refuses a link that ran out, was withdrawn or taken, the giver's own,
 * and what `transferPass` refuses. Locks the gift, then what a transfer locks.
 */
export async function takePassGift(
  work: Work,
  { giftId, memberId }: { giftId: string; memberId: string },
): Promise<{ passId: string }> {
  const gift = await lockPassGift(work, giftId)
  if (!gift) throw new Refused('pass_gift_not_found')
  if (gift.takenAt) throw new Refused('pass_gift_taken')
  if (gift.withdrawnAt || gift.endsAt <= work.at) throw new Refused('pass_gift_over')
  const { pass } = await readHeldPass(work, gift.passId)
  // It went another way meanwhile: given in the shop, or the member left after all.
  if (pass.memberId !== gift.memberId) throw new Refused('pass_gift_over')
  await writeGiftTaken(work, giftId, memberId)
  // The fee that the terms may ask for is the shop's part of the offer.
  const asHouse = (work as OpenWork).as(house, work.at)
  await transferPass(asHouse, {
    ...{ passId: gift.passId, transferId: giftId, toMemberId: memberId },
    ...{ isAgreed: true, reason: await recordWords(work, 'gift'), fee: 'waived' },
  })
  work.audit({
    action: 'retention.gift_taken',
    subject: { kind: 'pass', id: gift.passId },
    changes: { memberId: [gift.memberId, memberId] },
  })
  return { passId: gift.passId }
}

/** Keeps the pass after all: the link leads nowhere from now on. Another's answers as one that does not exist. Locks the gift. */
export async function withdrawPassGift(
  work: Work,
  { giftId, memberId }: { giftId: string; memberId: string },
): Promise<{ passGiftId: string }> {
  const gift = await lockPassGift(work, giftId)
  if (!gift || gift.memberId !== memberId) throw new Refused('pass_gift_not_found')
  if (gift.takenAt) throw new Refused('pass_gift_taken')
  if (gift.withdrawnAt || gift.endsAt <= work.at) throw new Refused('pass_gift_over')
  await writeGiftWithdrawn(work, giftId)
  work.audit({ action: 'retention.gift_withdrawn', subject: { kind: 'pass', id: gift.passId } })
  return { passGiftId: giftId }
}
