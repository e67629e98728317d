import { takingAt } from '#modules/cashier/shift/taking-at.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import type { Taking } from '#modules/payments/take-tenders.ts'
import { previewTopUps, sellTopUps, storedValuePurse } from '#modules/stored-value/sell-top-up.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import type { DemoOffer } from './found.ts'
import type { Random } from './random.ts'

/** A top-up of the day: where and when, and what the purse holds after it. */
export type PlannedTopUp = { till: Work; memberId: string; storeId: string; offer: DemoOffer; storedCents: number }

/** What members have in their purses in the morning. */
export async function readPurses(work: Work, memberIds: readonly string[]): Promise<Map<string, number>> {
  const ledger = await readLedger(work, memberIds.flatMap(storedValuePurse))
  return new Map(memberIds.map((id) => [id, availableUnits(ledger, storedValuePurse(id), work.at)]))
}

export function planTopUp(
  random: Random,
  offers: readonly DemoOffer[],
  purseCents: number,
  place: Pick<PlannedTopUp, 'till' | 'memberId' | 'storeId'>,
): PlannedTopUp {
  const offer = random.weighted([
    [offers[0]!, 5],
    [offers[1]!, 4],
    [offers[2]!, 1],
  ])
  return { ...place, offer, storedCents: purseCents + offer.principalCents + offer.bonusCents }
}

/** The day's top-ups, shown and sold as one batch, before anything is paid from them. */
export async function topUpPurses(work: Work, planned: readonly PlannedTopUp[]): Promise<void> {
  if (planned.length === 0) return
  const wishes = planned.map(({ till, storeId, memberId, offer }) => {
    const amountCents = offer.principalCents
    const tenders = [{ tenderId: newId(), kind: 'other' as const, method: 'wechat', amountCents }]
    return { work: till, input: { storeId, memberId, offerId: offer.id, tenders } }
  })
  const takings = new Map<string, Taking>()
  for (const { till, storeId } of planned) {
    if (!takings.has(storeId)) takings.set(storeId, await takingAt(till, storeId))
  }
  const shown = await previewTopUps(wishes)
  const turns = wishes.map(({ input, ...turn }, index) => {
    const { fingerprint } = booked(shown[index]!)
    return { ...turn, key: newId(), input: { ...input, fingerprint, taking: takings.get(input.storeId)! } }
  })
  const sold = await sellTopUps(work, turns)
  for (const [index, { storedCents }] of planned.entries()) {
    assert(booked(sold[index]!).storedCents === storedCents, 'a purse has what was in it and what was paid in')
  }
}

/** What came of a turn; nobody in the demo is refused. */
export function booked<T>(outcome: T | Refused): T {
  if (outcome instanceof Refused) throw outcome
  return outcome
}
