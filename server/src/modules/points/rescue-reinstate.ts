import { sql } from 'kysely'
import { type EndedLot, readEndedLots } from '#modules/ledger/ended-lots.ts'
import { planExpiry } from '#modules/ledger/expire-rules.ts'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { type AccountKey, applyPlan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { memberFamily } from '#modules/members/member-family.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Subscription } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { addDays, type Day, localDay } from '#shared/business-day.ts'
import { accept } from '#shared/refusal.ts'
import { expiryOn } from './expiry-rules.ts'
import { readRescuePolicy } from './rescue-policy.ts'

const dayMs = 86_400_000
/** How late a purchase may be heard of. */
const lateDays = 2
const pointsOf = (memberId: string): AccountKey => ({ ownerKind: 'member', ownerId: memberId, asset: 'points' })

/** What a member could still bring back, and until when: ended within the days of grace and not brought back yet. */
export type Rescuable = { lotId: string; points: number; until: Date }

/**
 * Points of a member, records merged into theirs included, in the state of grace at an instant (now, or when something was bought). What a
 * rescue took and gave back counts in the lots that it came from, whose days went on. Without locks; what has ended and is not booked yet
 * is not in it.
 */
export async function readRescuable(
  work: Work,
  memberId: string,
  graceDays: number,
  asOf: Date = work.at,
): Promise<Rescuable[]> {
  if (graceDays === 0) return []
  // Heard late a purchase still counts, but not for ever.
  const since = Math.max(asOf.getTime() - graceDays * dayMs, work.at.getTime() - (graceDays + lateDays) * dayMs)
  const whose = { ownerKind: 'member', ownerIds: await memberFamily(work, memberId), asset: 'points' } as const
  const found = await readEndedLots(work, whose, new Date(since))
  const over = found.filter(({ endedAt }) => endedAt.getTime() >= since && endedAt <= asOf)
  if (over.length === 0) return []
  const [returned, back] = await Promise.all([readReturned(work, over), readBroughtBack(work, over)])
  const ended = over.filter(({ openedBy }) => !returned.has(openedBy))
  return ended
    .map(({ lotId, units, endedAt }) => ({
      lotId,
      points: units - (back.get(lotId) ?? 0),
      until: new Date(endedAt.getTime() + graceDays * dayMs),
    }))
    .filter(({ points }) => points > 0)
}

async function readBroughtBack({ send, merchantId }: Work, ended: readonly EndedLot[]): Promise<Map<string, number>> {
  const rows = await send<{ lotId: string; points: number }>(sql`
    select r.lot_id, sum(r.points)::bigint as points
      from points.reinstated_lot r join unnest(${ended.map(({ lotId }) => lotId)}::uuid[]) as v(id) on v.id = r.lot_id
     where r.merchant_id = ${merchantId}
       and not exists (select from points.reinstatement_return b
                        where b.merchant_id = ${merchantId} and b.reinstatement_id = r.reinstatement_id)
     group by r.lot_id`)
  return new Map(rows.map(({ lotId, points }) => [lotId, points]))
}

/** Of the rescues that opened these lots, those that were called off: their lots only carried points there and back. */
async function readReturned({ send, merchantId }: Work, ended: readonly EndedLot[]): Promise<Set<string>> {
  const rows = await send<{ id: string }>(sql`
    select reinstatement_id as id from points.reinstatement_return
     where merchant_id = ${merchantId} and reinstatement_id = any(${ended.map(({ openedBy }) => openedBy)}::uuid[])`)
  return new Set(rows.map(({ id }) => id))
}

/** Notes that a rescue was called off, once: what it had from points in grace is in grace again, in the lots that it came from. */
export async function returnReinstatement({ send, merchantId, at }: Work, redemptionId: string): Promise<void> {
  await send(sql`
    insert into points.reinstatement_return (merchant_id, reinstatement_id, at)
    values (${merchantId}, ${redemptionId}, ${at}) on conflict do nothing`)
}

export type Purchase = { saleId: string; storeId: string; memberId: string; netCents: number; boughtAt?: Date }

/**
 * Brings back what ended within the days of grace, because its owner bought something for at least the sum that the rule names: one entry
 * `reinstate` and one lot with the rule's own life. Once per sale; a lot never comes back twice. Locks the account.
 */
export async function reinstatePoints(work: Work, purchase: Purchase): Promise<{ points: number; day: Day } | null> {
  const { saleId, storeId, memberId, netCents, boughtAt = work.at } = purchase
  const policy = await readRescuePolicy(work)
  if (!policy || policy.graceDays === 0 || netCents < Math.max(1, policy.minPurchaseCents)) return null
  const account = pointsOf(memberId)
  const [state, stores] = await Promise.all([lockLedger(work, [account]), storeFacts(work, [storeId])])
  // What ended since the last sweep is booked first, so that it can come back.
  const sweep = planExpiry(state, account, postingOf(work, { kind: 'sweep', id: work.merchantId }))
  applyPlan(state, sweep)
  await writeLedger(work, [sweep])
  const lots = await readRescuable(work, memberId, policy.graceDays, boughtAt)
  const points = lots.reduce((sum, lot) => sum + lot.points, 0)
  if (points === 0) return null
  const zone = stores.get(storeId)?.timeZone ?? 'Asia/Shanghai'
  const day = addDays(localDay(work.at, zone), policy.lifeDays)
  const added = await work.send(sql`
    insert into points.reinstatement (merchant_id, id, member_id, points, expires_day, at)
    values (${work.merchantId}, ${saleId}, ${memberId}, ${points}, ${day}, ${work.at}) on conflict do nothing returning id`)
  if (added.length === 0) return null
  const terms = { expiry: expiryOn(day, zone), ruleVersion: `rescue-${policy.version}` }
  const grant = { account, units: points, terms, kind: 'reinstate', from: 'expired' } as const
  const plan = accept(planGrant(state, grant, postingOf(work, { kind: 'reinstatement', id: saleId }, storeId)))
  await Promise.all([
    writeLedger(work, [plan]),
    work.send(sql`
      insert into points.reinstated_lot (merchant_id, lot_id, reinstatement_id, points)
      select ${work.merchantId}, v.lot_id, ${saleId}, v.points
        from unnest(${lots.map(({ lotId }) => lotId)}::uuid[], ${lots.map((lot) => lot.points)}::bigint[]) as v(lot_id, points)`),
  ])
  const data = { saleId, points, day }
  work.emit({ type: 'points.reinstated', subject: { kind: 'member', id: memberId }, data })
  return { points, day }
}

/**
 * Brings back exactly so many points of those in grace, soonest over first, for one redemption of a rescue and nothing else: their lot
 * ends with this very command, so that what a redemption gives back is no money (see `returnReinstatement`). False where fewer are left. Once per redemption.
 * Locks the account.
 */
export async function reinstateForRescue(
  work: Work,
  { redemptionId, memberId, points, zone }: { redemptionId: string; memberId: string; points: number; zone: string },
): Promise<boolean> {
  const policy = await readRescuePolicy(work)
  if (!policy || policy.graceDays === 0) return false
  const account = pointsOf(memberId)
  const state = await lockLedger(work, [account])
  const lots = takeFrom(await readRescuable(work, memberId, policy.graceDays), points)
  if (!lots) return false
  const terms = {
    expiry: { at: new Date(work.at.getTime() + 1), day: localDay(work.at, zone), zone },
    ruleVersion: `rescue-${policy.version}`,
  }
  const grant = { account, units: points, terms, kind: 'reinstate', from: 'expired' } as const
  const plan = accept(planGrant(state, grant, postingOf(work, { kind: 'reinstatement', id: redemptionId })))
  await Promise.all([
    writeLedger(work, [plan]),
    keepReinstatement(work, { id: redemptionId, memberId, points, day: terms.expiry.day }, lots),
  ])
  return true
}

/** How many points a redemption had from those in grace. */
export async function readReinstatedFor({ send, merchantId }: Work, redemptionId: string): Promise<number> {
  const [row] = await send<{ points: number }>(sql`
    select points from points.reinstatement where merchant_id = ${merchantId} and id = ${redemptionId}`)
  return row?.points ?? 0
}

function takeFrom(lots: readonly Rescuable[], points: number): Pick<Rescuable, 'lotId' | 'points'>[] | null {
  let left = points
  const taken = lots
    .toSorted((a, b) => a.until.getTime() - b.until.getTime())
    .map(({ lotId, points: there }) => {
      const now = Math.min(left, there)
      left -= now
      return { lotId, points: now }
    })
  return left > 0 ? null : taken.filter((lot) => lot.points > 0)
}

async function keepReinstatement(
  work: Work,
  { id, memberId, points, day }: { id: string; memberId: string; points: number; day: Day },
  lots: readonly Pick<Rescuable, 'lotId' | 'points'>[],
): Promise<void> {
  await Promise.all([
    work.send(sql`
      insert into points.reinstatement (merchant_id, id, member_id, points, expires_day, at)
      values (${work.merchantId}, ${id}, ${memberId}, ${points}, ${day}, ${work.at})`),
    work.send(sql`
      insert into points.reinstated_lot (merchant_id, lot_id, reinstatement_id, points)
      select ${work.merchantId}, v.lot_id, ${id}, v.points
        from unnest(${lots.map(({ lotId }) => lotId)}::uuid[], ${lots.map((lot) => lot.points)}::bigint[]) as v(lot_id, points)`),
  ])
}

/** Hears of purchases; costs one read where nothing can be brought back. */
export const reinstatingSales: Subscription = {
  name: 'points.reinstate',
  types: ['sale.completed'],
  async handle(work, { subjectKind, subjectId, at, data }) {
    if (subjectKind !== 'member') return
    const { saleId, storeId, netCents } = data as { saleId: string; storeId: string; netCents: number }
    await reinstatePoints(work, { saleId, storeId, netCents, memberId: subjectId, boughtAt: at })
  },
  async handleAll(work, events) {
    const policy = await readRescuePolicy(work)
    if (policy && policy.graceDays > 0) for (const event of events) await this.handle(work, event)
  },
}
