import { planGrant } from '#modules/ledger/grant-rules.ts'
import { planConsume, planHold, planRelease } from '#modules/ledger/hold-rules.ts'
import { applyPlan, type Plan } from '#modules/ledger/ledger-rules.ts'
import { postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { actorId, refuseForeignStore } from '#platform/actor.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { noteChanges } from './change-queries.ts'
import { componentOf, expiryOf, type HeldPass, lockPass, visitAccount } from './held-passes.ts'
import { writeDays } from './move-end.ts'
import { type Pass, refuseComponent, refusePass, startOf } from './pass-rules.ts'
import { daysBetween } from './period-rules.ts'
import { beginPeriod, forfeit, tellUsed, valueOf, visitOf } from './use-pass.ts'
import type { SettledAs } from './booking-rules.ts'
import { settleBookingsKind } from './booking-queries.ts'
import { type HoldRow, insertHold, insertUses, readHold, settleHolds } from './use-queries.ts'

export type HoldInput = {
  bookingId: string
  passId: string
  componentId: string
  memberId: string
  storeId: string
  itemId?: string | undefined
  staffGrade?: string | undefined
  units?: number | undefined
  /** When the class or treatment begins: everything is checked against this moment, not against now. */
  startsAt: Date
  /** A member asks for the time, and the shop has yet to say yes to it. */
  isAsked?: boolean | undefined
}

/**
 * Keeps units of a pass for a booking (R25): they stay owed but cannot be spent elsewhere. Checked against the day of the booking:
 * its period's quota, its freezes, its end. Locks the pass, then its accounts.
 */
export async function holdForBooking(work: Work, input: HoldInput): Promise<{ bookingId: string; passId: string }> {
  const { bookingId, passId, componentId, units = 1, startsAt, memberId } = input
  const store = await openStoreOf(work, input.storeId)
  if (startsAt < work.at) throw new Refused('booking_in_past')
  const held = await lockPass(work, passId)
  if (await readHold(work, bookingId)) throw new Refused('booking_held_before')
  const component = componentOf(held.pass, componentId)
  const visit = await visitOf(work, input, { zone: held.pass.zone, at: startsAt })
  accept(refusePass(asBegun(held.pass, visit.day), visit))
  const left = held.left.get(componentId) ?? null
  accept(refuseComponent(held.pass, component, visit, { left, taken: held.taken }))
  const account = visitAccount(passId, componentId)
  const posting = postingOf(work, { kind: 'booking', id: bookingId }, store.id)
  const plans: Plan[] = []
  const take = (plan: Plan) => {
    applyPlan(held.ledger, plan)
    plans.push(plan)
  }
  if (component.units === null) {
    take(
      accept(
        planGrant(
          held.ledger,
          { account, units, terms: { expiry: expiryOf(held.pass.endsDay, held.pass.zone) } },
          posting,
        ),
      ),
    )
  }
  take(accept(planHold(held.ledger, { account, units, usableAt: startsAt }, posting)))
  const { itemId = null, staffGrade = null, isAsked = false } = input
  const agreed = isAsked ? nobodyYet : { confirmedAt: work.at, confirmedBy: actorId(work.actor) }
  await Promise.all([
    writeLedger(work, plans),
    insertHold(work, {
      ...{ bookingId, passId, componentId, memberId, units, day: visit.day, startsAt, storeId: store.id },
      ...{ itemId, staffGrade, heldAt: work.at, ...agreed },
    }),
    writeDays(work, held.pass, held.pass, held.today, posting.source),
    noteDue(work, settleBookingsKind, startsAt),
  ])
  work.emit({
    type: 'pass.held',
    subject: { kind: 'member', id: held.pass.memberId },
    data: { passId, componentId, bookingId, units, day: visit.day, isAsked },
  })
  return { bookingId, passId }
}

const nobodyYet = { confirmedAt: null, confirmedBy: null }

/** A booking may be made before the first use: the pass will have begun by then. */
function asBegun(pass: Pass, day: string): Pass {
  return startOf(pass, day) === null ? { ...pass, startsDay: day } : pass
}

/** An open hold with its pass, both locked; refuses staff of another store. */
export async function lockHold(work: Work, bookingId: string): Promise<{ hold: HoldRow; held: HeldPass }> {
  const found = await readHold(work, bookingId)
  if (!found) throw new Refused('booking_not_found')
  const foreign = refuseForeignStore(work.actor, found.storeId)
  if (foreign) throw new Refused(foreign.code, foreign.details)
  const held = await lockPass(work, found.passId, [{ kind: 'booking', id: bookingId }])
  const hold = await readHold(work, bookingId)
  if (!hold || hold.settledAt) throw new Refused('booking_settled_before', { as: hold?.settledAs })
  return { hold, held }
}

/**
 * Somebody came, or did not and the visit counts (`missed`, `late`): what was kept is spent, on the day it was for and out of that day's
 * quota. Only who comes begins a period that waits for its first use. Refused is one who came before that day: the visit that is kept is
 * for another.
 */
export async function consumeHold(
  work: Work,
  { bookingId, useId, as = 'consumed' }: { bookingId: string; useId: string; as?: 'consumed' | 'missed' | 'late' },
): Promise<{ useId: string; passId: string }> {
  const { hold, held } = await lockHold(work, bookingId)
  if (as === 'consumed' && held.today < hold.day) throw new Refused('booking_not_today', { day: hold.day })
  const { passId, componentId, units, memberId, storeId, itemId, day } = hold
  const component = componentOf(held.pass, componentId)
  const source = { kind: 'pass_use', id: useId }
  const plan = accept(
    planConsume(held.ledger, { hold: { kind: 'booking', id: bookingId }, units }, postingOf(work, source, storeId)),
  )
  const valueCents = valueOf(held, component, units)
  await Promise.all([
    writeLedger(work, [plan]),
    settleHolds(work, [bookingId], as),
    insertUses(work, [
      {
        ...{
          id: useId,
          passId,
          componentId,
          memberId,
          units,
          day,
          at: work.at,
          storeId,
          itemId,
          shown: 'booking',
          bookingId,
        },
        ...{ valueCents, actorId: actorId(work.actor) },
      },
    ]),
  ])
  if (as === 'consumed') await beginPeriod(work, held.pass, day, source)
  else await writeDays(work, held.pass, held.pass, held.today, source)
  tellUsed(work, held.pass, { useId, componentId, units, storeId, memberId, shown: 'booking' })
  return { useId, passId }
}

/** Who called a booking off; `absence`: nobody did, and nobody came. */
type ReleasedBy = 'member' | 'shop' | 'absence'

const settledBy = {
  ...{ member: 'released_by_member', shop: 'released_by_shop', absence: 'released_absent' },
} as const satisfies Record<ReleasedBy, SettledAs>

/**
 * A booking is called off: the units are free again. Called off by the shop, the pass lasts longer by at least the days on which they
 * could not be used for anything else (R25).
 */
export async function releaseHold(
  work: Work,
  { bookingId, by }: { bookingId: string; by: ReleasedBy },
): Promise<{ bookingId: string; passId: string; extendedDays: number }> {
  const { hold, held } = await lockHold(work, bookingId)
  const plans = planReleases(work, held, [hold])
  const heldDay = localDay(hold.heldAt, held.pass.zone)
  const extendedDays = by === 'shop' && held.pass.endsDay !== null ? Math.max(1, daysBetween(heldDay, held.today)) : 0
  await Promise.all([writeLedger(work, plans), settleHolds(work, [bookingId], settledBy[by])])
  const after = {
    ...held.pass,
    endsDay: held.pass.endsDay && addDays(held.pass.endsDay, extendedDays),
    extendedDays: held.pass.extendedDays + extendedDays,
  }
  await writeDays(work, held.pass, after, held.today, { kind: 'booking', id: bookingId })
  const { id: passId, memberId } = held.pass
  if (extendedDays > 0) {
    const facts = { days: extendedDays, endsDay: after.endsDay, bookingId }
    await noteChanges(work, [{ passId, kind: 'extended', facts }])
  }
  work.emit({
    type: 'pass.released',
    subject: { kind: 'member', id: memberId },
    data: {
      passId,
      planId: held.pass.planId,
      bookingId,
      by,
      extendedDays,
      storeId: hold.storeId,
      startsAt: hold.startsAt.toISOString(),
    },
  })
  if (by === 'shop') {
    const changes = { endsDay: [held.pass.endsDay, after.endsDay] } as const
    work.audit({ action: 'passes.booking_release', subject: { kind: 'pass', id: passId }, changes })
  }
  return { bookingId, passId, extendedDays }
}

/** Frees what holds keep; what an unlimited component was granted for them goes. Their entries were read with the pass. */
export function planReleases(work: Work, held: HeldPass, holds: readonly HoldRow[]): Plan[] {
  const plans: Plan[] = []
  const take = (plan: Plan) => {
    applyPlan(held.ledger, plan)
    plans.push(plan)
  }
  for (const { bookingId, componentId, units, storeId } of holds) {
    const source = { kind: 'booking', id: bookingId }
    const posting = postingOf(work, source, storeId)
    take(accept(planRelease(held.ledger, { hold: source, units }, posting)))
    if (componentOf(held.pass, componentId).units === null) {
      take(accept(forfeit(held.ledger, visitAccount(held.pass.id, componentId), units, posting)))
    }
  }
  return plans
}
