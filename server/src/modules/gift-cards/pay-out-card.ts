import { consumeApproval } from '#modules/identity/use-approval.ts'
import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planWithdrawal } from '#modules/ledger/spend-rules.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { actorId, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { businessDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { refuseSpending } from './gift-card-rules.ts'
import { giftCardAccount, lockGiftCards } from './hold-cards.ts'
import { insertPayout } from './money-queries.ts'

export type PayoutInput = {
  payoutId: string
  giftCardId: string
  storeId: string
  /** What the screen showed as left; another sum since then is refused. */
  amountCents: number
  tender: { kind: 'cash' } | { kind: 'other'; method: string }
  reason: string
  approvalId?: string | undefined
  shiftId: string | null
}

/**
 * Pays out all that is left on a card. Needs `giftcard.payout`, or a manager's approval for this very card. Refuses when less
 * or more is left than was shown. Locks the card, then its account.
 */
export async function payOutCard(work: Work, input: PayoutInput): Promise<{ payoutId: string; amountCents: number }> {
  const { payoutId, giftCardId, storeId, amountCents, tender, reason, shiftId } = input
  const store = await openStoreOf(work, storeId)
  const account = giftCardAccount(giftCardId)
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
    insertPayout(work, {
      ...{ id: payoutId, cardId: giftCardId, storeId, amountCents, reason, shiftId },
      kind: tender.kind,
      method: tender.kind === 'other' ? tender.method : null,
      approvalId: approval?.approvalId ?? null,
      deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
      businessDay: businessDay(work.at, store.timeZone, store.cutoffHour),
      cashierId: actorId(work.actor),
    }),
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

async function authorityFor(work: Work, { giftCardId, approvalId, amountCents }: PayoutInput) {
  const permission = 'giftcard.payout'
  if (actorMay(work.actor, permission)) return null
  if (!approvalId) throw new Refused('gift_card_payout_approval_needed', { permission, amountCents })
  const subject = { kind: 'gift_card', id: giftCardId }
  const { approvedBy } = await consumeApproval(work, { approvalId, permission, subject, amountCents })
  return { approvalId, approvedBy }
}
