import { consumeApproval } from '#modules/identity/use-approval.ts'
import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, readLedger, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planWithdrawal } from '#modules/ledger/spend-rules.ts'
import { requestPaymentRefunds } from '#modules/payments/claim-payments.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { actorId, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readCard } from './card-queries.ts'
import { refuseSpending } from './gift-card-rules.ts'
import { giftCardAccount, lockGiftCards } from './hold-cards.ts'
import { insertPayout, readPaidIn } from './money-queries.ts'
import { payoutFingerprint, type PayoutPart, payoutParts } from './payout-rules.ts'

export type PayoutInput = {
  payoutId: string
  giftCardId: string
  storeId: string
  /** What the screen showed as left; another sum since then is refused. */
  amountCents: number
  /** `origin`: the way it was paid for, in the parts that were shown. */
  tender: { kind: 'cash' } | { kind: 'other'; method: string } | { kind: 'origin'; fingerprint: string }
  reason: string
  approvalId?: string | undefined
  shiftId: string | null
}

/** What is left on a card, and how it would go back the way it came. Locks nothing. */
export async function quotePayout(work: Work, { giftCardId }: { giftCardId: string }) {
  const account = giftCardAccount(giftCardId)
  const [card, ledger, paid] = await Promise.all([
    readCard(work, giftCardId),
    readLedger(work, [account]),
    readPaidIn(work, giftCardId),
  ])
  if (!card) throw new Refused('gift_card_not_found')
  const { balanceUnits: amountCents } = accountIn(ledger, account)
  const parts = payoutParts(amountCents, paid)
  return { amountCents, parts, fingerprint: payoutFingerprint(giftCardId, parts) }
}

/**
 * Pays out all that is left on a card: in cash, by another means, or the way it was paid for, where money of a provider's payment goes
 * back to that payment by itself after the commit. Needs `giftcard.payout`, or a manager's approval for this very card. Refuses when
 * less or more is left than was shown. Locks the payments that money goes back to, the card, then its account.
 */
export async function payOutCard(work: Work, input: PayoutInput): Promise<{ payoutId: string; amountCents: number }> {
  const { payoutId, giftCardId, storeId, amountCents, tender, reason, shiftId } = input
  const store = await openStoreOf(work, storeId)
  const account = giftCardAccount(giftCardId)
  const parts = await partsBack(work, input)
  const [cards, ledger] = await Promise.all([lockGiftCards(work, [giftCardId]), lockLedger(work, [account])])
  accept(refuseSpending(accept(cards.get(giftCardId)!), storeId))
  const { balanceUnits } = accountIn(ledger, account)
  if (balanceUnits === 0) throw new Refused('gift_card_empty')
  if (balanceUnits !== amountCents) throw new Refused('quote_changed', { amountCents: balanceUnits })
  const approval = await authorityFor(work, input)
  const posting = postingOf(work, { kind: 'gift_card_payout', id: payoutId }, store.id)
  const plan = accept(
    planWithdrawal(ledger, { accounts: [account], kind: 'payout', from: { units: amountCents } }, posting),
  )
  await Promise.all([
    insertPayout(
      work,
      {
        ...{ id: payoutId, cardId: giftCardId, storeId, amountCents, reason, shiftId },
        kind: tender.kind === 'origin' ? null : tender.kind,
        method: tender.kind === 'other' ? tender.method : null,
        approvalId: approval?.approvalId ?? null,
        deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
        businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
        cashierId: actorId(work.actor),
      },
      parts,
    ),
    writeLedger(work, [plan]),
  ])
  const subject = { kind: 'gift_card', id: giftCardId }
  work.emit({ type: 'gift_card.paid_out', subject, data: { payoutId, storeId, amountCents } })
  work.audit({
    action: 'giftcard.payout',
    subject,
    changes: { balanceCents: [amountCents, 0] },
    reason,
    ...(approval ? { approvedBy: approval.approvedBy } : {}),
  })
  return { payoutId, amountCents }
}

/**
 * The parts in which a card goes back the way it was paid for, as they were shown, their payments asked to give it back; none for
 * another way. Another load or payout changes the balance, which is compared under the card's lock.
 */
async function partsBack(
  work: Work,
  { payoutId, giftCardId, tender, amountCents }: PayoutInput,
): Promise<PayoutPart[]> {
  if (tender.kind !== 'origin') return []
  const parts = payoutParts(amountCents, await readPaidIn(work, giftCardId))
  const fingerprint = payoutFingerprint(giftCardId, parts)
  if (fingerprint !== tender.fingerprint) throw new Refused('quote_changed', { amountCents, fingerprint })
  const wishes = parts.flatMap(({ paymentId, amountCents: backCents }) =>
    paymentId === null ? [] : [{ paymentId, refundId: payoutId, amountCents: backCents }],
  )
  await requestPaymentRefunds(work, wishes, 'gift_card_payout')
  return parts
}

async function authorityFor(work: Work, { giftCardId, approvalId, amountCents }: PayoutInput) {
  const permission = 'giftcard.payout'
  if (actorMay(work.actor, permission)) return null
  if (!approvalId) throw new Refused('gift_card_payout_approval_needed', { permission, amountCents })
  const subject = { kind: 'gift_card', id: giftCardId }
  const { approvedBy } = await consumeApproval(work, { approvalId, permission, subject, amountCents })
  return { approvalId, approvedBy }
}
