import { memberNames } from '#modules/members/member-names.ts'
import { tillNames } from '#modules/identity/till-names.ts'
import { userNames } from '#modules/identity/user-names.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { priorityOf } from '#modules/passes/priority.ts'
import { actorId, storesOf } from '#platform/actor.ts'
import type { Static } from '#platform/contract.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import type { ParkedSale, ParkedSaleCreate, ParkedSaleList } from './contract.ts'
import {
  countParked,
  endParked,
  expireParked,
  forgetParked,
  insertParked,
  readKeepHours,
  readNextDue,
  readParked,
  readParkedState,
  writeKeepHours,
} from './parked-queries.ts'
import { mostParked, parkedUntil, usualKeepHours } from './parking-rules.ts'

const sweepKind = 'cashier.parked_sales'
const mostAtOnce = 500
/** A till that lost its memory in the very moment it took a cart can still be helped for a week. */
const keptMs = 7 * 86_400_000

/**
 * Puts a cart aside for every till of the store. Nothing is reserved by it: no stock, no coupon, no price.
 *
 * Refuses a store that holds a hundred already (`parked_sales_full`); two tills at the same instant may make it a hundred and one.
 */
export async function parkSale(work: Work, id: string, input: Static<typeof ParkedSaleCreate>): Promise<void> {
  const { storeId, label, shownCents, cart } = input
  await openStoreOf(work, storeId)
  const [count, keepHours] = await Promise.all([countParked(work, storeId), keepHoursOf(work)])
  if (count >= mostParked) throw new Refused('parked_sales_full', { most: mostParked })
  const expiresAt = parkedUntil(work.at, keepHours)
  const lineCount = cart.lines.length
  await Promise.all([
    insertParked(work, {
      id,
      storeId,
      label: label ?? null,
      memberId: cart.memberId ?? null,
      cart,
      lineCount,
      shownCents,
      parkedAt: work.at,
      parkedBy: actorId(work.actor),
      deviceId: 'deviceId' in work.actor ? work.actor.deviceId : null,
      expiresAt,
    }),
    noteDue(work, sweepKind, expiresAt),
  ])
  work.audit({
    action: 'sale.park',
    subject: { kind: 'parked_sale', id },
    changes: { shownCents: [null, shownCents], lineCount: [null, lineCount] },
  })
}

/** Open parked sales of one store, the longest waiting first. */
export async function listParked(work: Work, storeId: string): Promise<Static<typeof ParkedSaleList>> {
  await openStoreOf(work, storeId)
  const rows = await readParked(work, storeId)
  const [members, users, tills, priorities] = await Promise.all([
    memberNames(
      work,
      rows.map(({ memberId }) => memberId),
    ),
    userNames(
      work,
      rows.flatMap(({ parkedBy }) => parkedBy ?? []),
    ),
    tillNames(
      work,
      rows.flatMap(({ deviceId }) => deviceId ?? []),
    ),
    priorityOf(
      work,
      rows.flatMap(({ memberId }) => memberId ?? []),
    ),
  ])
  return {
    items: rows.map(({ id, parkedAt, parkedBy, deviceId, expiresAt, ...row }) => ({
      ...row,
      parkedSaleId: id,
      parkedAt: parkedAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      memberName: (row.memberId && members.get(row.memberId)) ?? null,
      priority: (row.memberId && priorities.get(row.memberId)) || 0,
      parkedBy: (parkedBy && users.get(parkedBy)) ?? null,
      tillName: (deviceId && tills.get(deviceId)) ?? null,
    })),
  }
}

/** A parked cart as it stands. Read before it is taken: it never changes while it waits. */
export async function showParked(work: Work, id: string): Promise<Static<typeof ParkedSale>> {
  const parked = await openParked(work, id)
  return { parkedSaleId: id, cart: parked.cart }
}

/** Ends a parked sale: taken by a till, or thrown away. Of many at once exactly one succeeds; the others hear that it is gone. */
export async function endParkedSale(work: Work, id: string, how: 'taken' | 'discarded'): Promise<void> {
  await openParked(work, id)
  const ended = await endParked(work, id, how, actorId(work.actor))
  if (!ended) throw new Refused('parked_sale_gone')
  const { shownCents, lineCount } = ended
  work.audit({
    action: how === 'taken' ? 'sale.unpark' : 'sale.discard_parked',
    subject: { kind: 'parked_sale', id },
    changes: { shownCents: [shownCents, null], lineCount: [lineCount, null] },
  })
}

async function openParked(work: Work, id: string) {
  const parked = await readParkedState(work, id)
  if (!parked || storesOf(work.actor)?.includes(parked.storeId) === false) throw new Refused('parked_sale_not_found')
  if (parked.endedHow !== null || parked.expiresAt <= work.at) throw new Refused('parked_sale_gone')
  return parked
}

export async function keepHoursOf(work: Work): Promise<number> {
  return (await readKeepHours(work)) ?? usualKeepHours
}

/** How long sales wait that are parked from now on. Those that wait already keep their time. */
export async function setKeepHours(work: Work, keepHours: number): Promise<void> {
  const before = await keepHoursOf(work)
  if (before === keepHours) return
  await writeKeepHours(work, keepHours)
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { parkedKeepHours: [before, keepHours] },
  })
}

/** Ends what waited too long, each with its line in the audit log, and forgets what ended a week ago. */
export const parkedSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    const expired = await expireParked(work, mostAtOnce)
    for (const { id, shownCents, lineCount } of expired) {
      work.audit({
        action: 'sale.expire_parked',
        subject: { kind: 'parked_sale', id },
        changes: { shownCents: [shownCents, null], lineCount: [lineCount, null] },
      })
    }
    await forgetParked(work, new Date(work.at.getTime() - keptMs))
    return expired.length === mostAtOnce ? work.at : readNextDue(work, keptMs)
  },
}
