import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { recordNames } from '#modules/identity/record-names.ts'
import { memberNames } from '#modules/members/member-names.ts'
import { openStoreOf } from '#modules/shops/store-facts.ts'
import { readChanges } from './change-queries.ts'
import type { FitList, PassDetails, PassSummary } from './contract.ts'
import { type HeldPass, readHeldPass, readHeldPasses } from './held-passes.ts'
import { readPassIdsOf, readPasses } from './pass-queries.ts'
import { frozenOn, startOf, stateOf } from './pass-rules.ts'
import { daysBetween, quotaLeft } from './period-rules.ts'
import { pickPass } from './pick-rules.ts'
import { comeBackUntil, lockedPrice, priceListsOf } from './plan-facts.ts'
import { type RenewalRow, readRenewals, renewalStateOf } from './renewal-queries.ts'
import { visitOf } from './use-pass.ts'
import { readOpenHolds, readUsesOf } from './use-queries.ts'
import { usedShares } from './value-rules.ts'

type Summary = Static<typeof PassSummary>

/** What a member holds or may use as family, newest first; `all` with what ended and ran out. */
export async function passesOf(
  work: Work,
  memberId: string,
  { isAll, today }: { isAll: boolean; today: string },
): Promise<Summary[]> {
  const ids = await readPassIdsOf(work, [memberId], isAll ? null : { since: today })
  const [held, renewals] = await Promise.all([readHeldPasses(work, ids), readRenewals(work, ids)])
  return summariesOf(work, held, renewals)
}

/** The price lists whose prices a member has at the till now. */
export async function priceListsNow(work: Work, memberId: string, today: string): Promise<string[]> {
  const ids = await readPassIdsOf(work, [memberId], { since: today })
  return priceListsOf(await readPasses(work, ids), memberId, work.at)
}

/** Passes as lists show them, with the names of who holds them. */
export async function summariesOf(
  work: Work,
  held: readonly HeldPass[],
  renewals: ReadonlyMap<string, RenewalRow>,
): Promise<Summary[]> {
  const names = await memberNames(
    work,
    held.map(({ pass }) => pass.memberId),
  )
  return held.map((each) => summaryOf(each, renewals.get(each.pass.id), names.get(each.pass.memberId) ?? '', work.at))
}

function summaryOf(held: HeldPass, renewal: RenewalRow | undefined, memberName: string, at: Date): Summary {
  const { pass, today, left, usedUnits, taken } = held
  const state = stateOf(pass, today)
  const isLive = state !== 'ended' && state !== 'expired'
  return {
    ...{
      id: pass.id,
      planId: pass.planId,
      planVersion: pass.planVersion,
      name: pass.name,
      memberId: pass.memberId,
      memberName,
    },
    ...{
      state,
      soldDay: pass.soldDay,
      startsDay: startOf(pass, today),
      latestStartDay: pass.latestStartDay,
      endsDay: pass.endsDay,
      endedDay: pass.endedAt && localDay(pass.endedAt, pass.zone),
    },
    comeBackUntilDay: comeBackUntil(pass, today),
    daysLeft: isLive && pass.endsDay !== null ? daysBetween(today, pass.endsDay) + 1 : null,
    frozenUntilDay: frozenOn(pass, today)?.untilDay ?? null,
    isCancelAsked: pass.cancelAskedAt !== null,
    renewal: renewal ? renewalView(renewal) : null,
    lockedPriceCents: lockedPrice(pass, at),
    components: pass.terms.components.map(({ id, name, units, quotas, isGift }) => {
      const own = taken.filter(({ componentId }) => componentId === id)
      return {
        ...{ componentId: id, name, units, isGift },
        usedUnits: usedUnits.get(id) ?? 0,
        leftUnits: isLive ? (left.get(id) ?? null) : units === null ? null : 0,
        heldUnits: own.reduce((sum, each) => sum + (each.isHeld ? each.units : 0), 0),
        // What is over has no period in which something could still be had.
        quotas: !isLive
          ? []
          : quotas.map((quota) => ({ ...quota, leftUnits: Math.max(0, quotaLeft(quota, own, today)) })),
      }
    }),
  }
}

function renewalView(row: RenewalRow): NonNullable<Summary['renewal']> {
  const state = renewalStateOf(row)
  const { priceCents, chargeDay, noticeDay, failedCode } = row
  return { state, priceCents, chargeDay, noticeDay, noticedAt: row.noticedAt?.toISOString() ?? null, failedCode }
}

const mostUses = 300

/** One pass with everything that is kept of it. */
export async function showPass(work: Work, passId: string): Promise<Static<typeof PassDetails>> {
  const held = await readHeldPass(work, passId)
  const { pass, today, usedUnits } = held
  const [renewals, uses, changes, holds] = await Promise.all([
    readRenewals(work, [passId]),
    readUsesOf(work, passId, mostUses),
    readChanges(work, passId),
    readOpenHolds(work, passId),
  ])
  const [[summary], members, names] = await Promise.all([
    summariesOf(work, [held], renewals),
    memberNames(work, [...pass.familyIds, ...uses.map(({ memberId }) => memberId), ...movedBetween(changes)]),
    recordNames(
      work,
      [...uses, ...changes].flatMap(({ actorId }) => actorId ?? []),
    ),
  ])
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? members.get(id) ?? null))
  return {
    ...summary!,
    ...{ storeId: pass.storeId, saleId: pass.saleId, saleLineId: pass.saleLineId, paidCents: pass.paidCents },
    ...{ listCents: pass.listCents, priceCents: pass.priceCents, refundedCents: pass.refundedCents, terms: pass.terms },
    refundPolicy: pass.refundPolicy,
    endedAt: pass.endedAt?.toISOString() ?? null,
    endedAs: pass.endedAs,
    renewsPassId: pass.renewsPassId,
    freezes: pass.freezes.map(({ id, ...days }) => ({ freezeId: id, ...days })),
    family: pass.familyIds.map((id) => ({ memberId: id, name: members.get(id) ?? '' })),
    shares: usedShares(pass, usedUnits, today),
    holds: holds.map(({ bookingId, componentId, units, day, startsAt, storeId }) => ({
      ...{ bookingId, componentId, units, day, storeId },
      startsAt: startsAt.toISOString(),
    })),
    uses: uses.map(({ id, componentId, memberId, units, day, at, storeId, shown, valueCents, actorId, ...undo }) => ({
      ...{
        useId: id,
        componentId,
        memberId,
        memberName: members.get(memberId) ?? '',
        units,
        day,
        at: at.toISOString(),
      },
      ...{ storeId, shown, valueCents, actorName: nameOf(actorId) },
      undoneAt: undo.undoneAt?.toISOString() ?? null,
      undoneReason: undo.undoneReason,
    })),
    changes: changes.map(({ id, kind, at, actorId, facts }) => ({
      ...{ changeId: id, kind, at: at.toISOString(), actorName: nameOf(actorId), facts: withNames(facts, members) },
    })),
  }
}

type Facts = Record<string, unknown>

function movedBetween(changes: readonly { facts: Facts }[]): string[] {
  return changes.flatMap(({ facts }) =>
    [facts['fromMemberId'], facts['toMemberId']].filter((id): id is string => typeof id === 'string'),
  )
}

/** A transfer is read as "from whom to whom". */
function withNames(facts: Facts, members: ReadonlyMap<string, string>): Facts {
  const { fromMemberId, toMemberId } = facts
  if (typeof fromMemberId !== 'string' || typeof toMemberId !== 'string') return facts
  return { ...facts, fromName: members.get(fromMemberId) ?? '', toName: members.get(toMemberId) ?? '' }
}

/**
 * Which passes of a member fit a visit now, best first and why, and why the others do not: what the till shows for the attached member.
 */
export async function fitsFor(
  work: Work,
  input: {
    memberId: string
    storeId: string
    itemId?: string | undefined
    staffGrade?: string | undefined
    units?: number | undefined
  },
): Promise<Static<typeof FitList>> {
  const { timeZone } = await openStoreOf(work, input.storeId)
  const visit = await visitOf(work, input, { zone: timeZone })
  const ids = await readPassIdsOf(work, [input.memberId], { since: visit.day })
  const held = await readHeldPasses(work, ids)
  const { fits, reason, unfit } = pickPass(held, visit)
  return {
    reason,
    fits: fits.map(({ pass, component, leftUnits, endsDay }) => ({
      ...{
        passId: pass.id,
        componentId: component.id,
        passName: pass.name,
        componentName: component.name,
        leftUnits,
        endsDay,
      },
      isGift: component.isGift,
    })),
    unfit: unfit.map(({ passId, componentId, refusal }) => {
      const { pass } = held.find((each) => each.pass.id === passId)!
      const component = pass.terms.components.find(({ id }) => id === componentId)
      return {
        passId,
        componentId,
        passName: pass.name,
        componentName: component?.name ?? null,
        code: refusal.code,
        details: refusal.details,
      }
    }),
  }
}
