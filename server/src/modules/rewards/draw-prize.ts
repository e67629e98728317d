import { createHash, createHmac, randomBytes } from 'node:crypto'
import { issueCoupons } from '#modules/coupons/issue-coupons.ts'
import { grantValue } from '#modules/ledger/grant-value.ts'
import { restoreValue, spendValue } from '#modules/ledger/spend-value.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { addMonths, endOfLocalDay, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  closeDrawRow,
  countEntries,
  type DrawRow,
  insertDraw,
  lockDraw,
  type PrizeRow,
  readPrizes,
  writeEntry,
} from './draw-queries.ts'
import { checkPrizes, type Prize, prizeAt, rollOf } from './draw-rules.ts'
import { opensBy } from './early-access.ts'
import { keepWonReward } from './redeem-reward.ts'

const seedPurpose = 'rewards.draw_seed'
/** Points that are won live this long. */
const wonMonths = 12

export type DrawInput = {
  drawId: string
  name: string
  rules: string
  costPoints: number
  dayMost: number
  startsAt: Date
  endsAt: Date
  prizes: readonly Prize[]
}

/**
 * Publishes a draw. Its seed is drawn now, sealed, and its hash shown from the first moment on; prizes and odds never change
 * afterwards. Refuses odds over one in all, a prize beyond the law's ceiling, one that gives nothing.
 */
export async function publishDraw(work: Work, input: DrawInput): Promise<{ drawId: string; commitment: string }> {
  const { drawId: id, prizes, ...terms } = input
  const fault = checkPrizes(prizes)
  if (fault) throw new Refused(fault.code, fault.details)
  if (terms.endsAt <= terms.startsAt || terms.endsAt <= work.at) throw new Refused('invalid_draw_times')
  const seed = randomBytes(32).toString('hex')
  const commitment = createHash('sha256').update(seed).digest('hex')
  const sealed = seal(work.key(seedPurpose), seed, `${seedPurpose}/${id}`)
  await insertDraw(work, { id, ...terms, commitment, seed: sealed }, prizes)
  work.audit({
    action: 'rewards.publish_draw',
    subject: { kind: 'draw', id },
    changes: { name: [null, terms.name], costPoints: [null, terms.costPoints], commitment: [null, commitment] },
  })
  return { drawId: id, commitment }
}

/** The seed of a draw that is over; null while it runs. */
export function shownSeed(work: Pick<Work, 'key' | 'at'>, draw: DrawRow): string | null {
  return draw.closedAt || draw.endsAt <= work.at ? openSeed(work, draw) : null
}

function openSeed(work: Pick<Work, 'key'>, { id, seed }: DrawRow): string {
  const opened = unseal(work.key(seedPurpose), seed, `${seedPurpose}/${id}`)
  assert(opened, 'the seed of a draw opens with the merchant’s key')
  return opened.toString('utf8')
}

/** Ends a draw before its time; the seed is shown from then on. */
export async function closeDraw(work: Work, drawId: string): Promise<{ drawId: string }> {
  if (!(await lockDraw(work, drawId))) throw new Refused('draw_not_found')
  await closeDrawRow(work, drawId)
  work.audit({ action: 'rewards.close_draw', subject: { kind: 'draw', id: drawId } })
  return { drawId }
}

export type Drawn = { entryId: string; number: number; prize: string | null; isRefunded: boolean }

/**
 * One entry of a member: pays its points, rolls by the draw's seed and the entry's number, gives the prize. A prize that is gone
 * gives the points back. Locks the member, the draw (entries come one after the other), the prize's counters, the account.
 */
export async function enterDraw(
  work: Work,
  { entryId, drawId, memberId }: { entryId: string; drawId: string; memberId: string },
): Promise<Drawn> {
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const draw = await lockDraw(work, drawId)
  if (!draw) throw new Refused('draw_not_found')
  const isToCome = draw.startsAt > work.at && draw.startsAt > (await opensBy(work, memberId))
  if (draw.closedAt || isToCome || draw.endsAt <= work.at) throw new Refused('draw_not_on')
  const [prizes, zone] = await Promise.all([readPrizes(work, [drawId]), zoneOf(work)])
  const since = startOfLocalDay(localDay(work.at, zone), zone)
  if ((await countEntries(work, { drawId, memberId, since })) >= draw.dayMost)
    throw new Refused('draw_day_most', { most: draw.dayMost })
  const owner = { ownerKind: 'member', ownerId: memberId } as const
  const source = { kind: 'draw_entry', id: entryId }
  const account = { ...owner, asset: 'points' as const }
  const number = draw.entries + 1
  const roll = rollOf(createHmac('sha256', openSeed(work, draw)).update(`${drawId}/${number}`).digest('hex'))
  const hit = prizeAt(prizes, roll)
  const prize = hit === null ? null : prizes[hit]!
  const isGiven = prize !== null && prize.unitsLeft > 0 && (await givePrize(work, prize, { entryId, memberId }))
  accept((await spendValue(work, [{ accounts: [account], units: draw.costPoints, source }]))[0]!)
  const isRefunded = prize !== null && !isGiven
  if (isRefunded) {
    const back = {
      spend: source,
      units: draw.costPoints,
      owner,
      assets: ['points'] as const,
      expired: { policy: 'void' } as const,
    }
    accept((await restoreValue(work, [{ ...back, source: { kind: 'draw_entry_return', id: entryId } }]))[0]!)
  }
  if (isGiven && prize.kind === 'points') await grantWon(work, { entryId, memberId, points: prize.points!, zone })
  const prizePosition = isGiven ? prize.position : null
  await writeEntry(work, { id: entryId, drawId, memberId, number, roll, prizePosition, isRefunded, at: work.at })
  const data = { entryId, drawId, number, prizePosition, isRefunded, costPoints: draw.costPoints }
  work.emit({ type: 'draw.entered', subject: { kind: 'member', id: memberId }, data })
  return { entryId, number, prize: isGiven ? prize.name : null, isRefunded }
}

async function zoneOf(work: Work): Promise<string> {
  return [...(await storeFacts(work)).values()][0]?.timeZone ?? 'Asia/Shanghai'
}

async function givePrize(
  work: Work,
  prize: PrizeRow,
  { entryId, memberId }: { entryId: string; memberId: string },
): Promise<boolean> {
  switch (prize.kind) {
    case 'points':
      return true // Granted behind the spend, under the same locks.
    case 'coupon': {
      const issue = { issueId: newId(work.at.getTime()), templateId: prize.couponTemplateId!, memberIds: [memberId] }
      return issueOrGone(work, issue)
    }
    case 'reward': {
      const redemptionId = newId(work.at.getTime())
      return keepWonReward(work, { redemptionId, memberId, rewardId: prize.rewardId!, drawEntryId: entryId })
    }
  }
}

/** A coupon that can no longer be issued is a prize that is gone: refusing the entry instead would let the roll be tried again. */
async function issueOrGone(
  work: Work,
  issue: { issueId: string; templateId: string; memberIds: readonly string[] },
): Promise<boolean> {
  try {
    await issueCoupons(work, { ...issue, reason: '' })
    return true
  } catch (error) {
    if (error instanceof Refused) return false
    throw error
  }
}

async function grantWon(
  work: Work,
  { entryId, memberId, points, zone }: { entryId: string; memberId: string; points: number; zone: string },
): Promise<void> {
  const day = addMonths(localDay(work.at, zone), wonMonths)
  const grant = {
    account: { ownerKind: 'member', ownerId: memberId, asset: 'points' } as const,
    units: points,
    terms: { expiry: { day, at: endOfLocalDay(day, zone), zone } },
  }
  accept((await grantValue(work, [{ ...grant, source: { kind: 'draw_prize', id: entryId } }]))[0]!)
}
