import { accountIn } from '#modules/ledger/ledger-rules.ts'
import { readOwnerHistory } from '#modules/ledger/owner-history.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { type CardRow, readCard } from './card-queries.ts'
import type { GiftCardDetails, GiftCardFound, GiftCardPage } from './contract.ts'
import { refuseSpending, stateOf } from './gift-card-rules.ts'
import { giftCardAccount } from './hold-cards.ts'

const shownEntries = 500

/** What is on each of these cards, in one statement. */
async function balancesOf(work: Work, ids: readonly string[]): Promise<(giftCardId: string) => number> {
  const ledger = await readLedger(work, ids.map(giftCardAccount))
  return (giftCardId) => accountIn(ledger, giftCardAccount(giftCardId)).balanceUnits
}

export async function showFound(work: Work, card: CardRow, storeId: string): Promise<Static<typeof GiftCardFound>> {
  const balanceOf = await balancesOf(work, [card.id])
  return {
    giftCardId: card.id,
    codeTail: card.codeTail,
    state: stateOf(card),
    balanceCents: balanceOf(card.id),
    isSpendable: refuseSpending(card, storeId) === undefined,
  }
}

export async function showCards(work: Work, rows: readonly CardRow[]): Promise<Static<typeof GiftCardPage>['items']> {
  const balanceOf = await balancesOf(
    work,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => view(row, balanceOf(row.id)))
}

/** A card with everything that moved on it. */
export async function showCard(work: Work, giftCardId: string): Promise<Static<typeof GiftCardDetails>> {
  const [row, entries, balanceOf] = await Promise.all([
    readCard(work, giftCardId),
    readOwnerHistory(work, 'gift_card', [giftCardId], shownEntries),
    balancesOf(work, [giftCardId]),
  ])
  if (!row) throw new Refused('gift_card_not_found')
  return {
    ...view(row, balanceOf(giftCardId)),
    entries: entries.map(({ asset: _asset, at, ...entry }) => ({ ...entry, at: at.toISOString() })),
  }
}

function view(row: CardRow, balanceCents: number): Static<typeof GiftCardPage>['items'][number] {
  const { id, codeTail, batchId, blockedReason } = row
  return {
    ...{ id, codeTail, batchId, blockedReason, balanceCents },
    state: stateOf(row),
    storeIds: row.storeIds === null ? null : [...row.storeIds],
    madeAt: row.madeAt.toISOString(),
    activatedAt: row.activatedAt?.toISOString() ?? null,
  }
}
