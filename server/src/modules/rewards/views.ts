import type { Work } from '#platform/work.ts'
import { type DrawRow, listDraws, type PrizeRow, readPrizes } from './draw-queries.ts'
import { shownSeed } from './draw-prize.ts'
import type { GiftRow } from './gift-queries.ts'
import type { RedemptionRow } from './redemption-queries.ts'
import type { RewardRow } from './reward-queries.ts'
import { isPaidAtTill } from './settle-redemption.ts'
import type { RewardPrice } from './special-rules.ts'

/** A reward as every list shows it. */
export function rewardView(row: RewardRow) {
  const { stoppedAt, startsAt, endsAt, storeIds, exchangeTemplateId: _template, ...rest } = row
  return {
    ...rest,
    storeIds: storeIds && [...storeIds],
    startsAt: startsAt?.toISOString() ?? null,
    endsAt: endsAt?.toISOString() ?? null,
    isStopped: stoppedAt !== null,
  }
}

/** What a member pays for one, and why. */
export function offerView({ listPoints, points: pricePoints, spared }: RewardPrice) {
  return { listPoints, pricePoints, spared }
}

/** A redemption without its code and address: those are shown to who holds it, and to who sends it. */
export function redemptionView(row: RedemptionRow) {
  const { id, rewardId, memberId, name, kind, quantity, points, cashCents, dueCents, state, storeId, tracking } = row
  return {
    ...{ id, rewardId, memberId, name, kind, quantity, points, cashCents, dueCents, state, storeId, tracking },
    isAtTill: isPaidAtTill(row),
    isWon: row.drawEntryId !== null,
    at: row.at.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
  }
}

/** Draws with prizes, odds, what is left, and the seed of those that are over; on are those that begin by `opensBy`. */
export async function drawViews(work: Work, onlyOn: boolean, opensBy = work.at) {
  const draws = (await listDraws(work)).filter((draw) => !onlyOn || isOn(work, draw, opensBy) || shownSeed(work, draw))
  const prizes = await readPrizes(
    work,
    draws.map(({ id }) => id),
  )
  return draws.map((draw) => drawView(work, draw, prizes, opensBy))
}

function isOn(work: Work, { startsAt, endsAt, closedAt }: DrawRow, opensBy: Date): boolean {
  return !closedAt && startsAt <= opensBy && endsAt > work.at
}

function drawView(work: Work, draw: DrawRow, prizes: readonly PrizeRow[], opensBy: Date) {
  const { id, name, rules, costPoints, dayMost, startsAt, endsAt, commitment, entries } = draw
  return {
    ...{ id, name, rules, costPoints, dayMost, commitment, entries },
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    seed: shownSeed(work, draw),
    isOn: isOn(work, draw, opensBy),
    prizes: prizes.filter(({ drawId }) => drawId === id).map(({ drawId: _drawId, ...prize }) => prize),
  }
}

/** A gift between members as staff see it. */
export function giftView({ at, expiresAt, endedAt, ...gift }: GiftRow, names: ReadonlyMap<string, string>) {
  return {
    ...gift,
    fromName: names.get(gift.fromId) ?? null,
    toName: names.get(gift.toId) ?? null,
    ...{ at: at.toISOString(), expiresAt: expiresAt.toISOString(), endedAt: endedAt?.toISOString() ?? null },
  }
}
