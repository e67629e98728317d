import { lockMembers } from '#modules/members/lock-members.ts'
import { todayOf } from '#modules/members/member-day-rules.ts'
import { placeMembers } from '#modules/members/member-tiers.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { addMonths, type Day, startOfLocalDay } from '#shared/business-day.ts'
import { isRefusal } from '#shared/refusal.ts'
import { giveUpgradeGifts } from './give-gifts.ts'
import { type PublishedProgramme, readProgramme, readVersions } from './programme-queries.ts'
import { rankOf } from './programme-rules.ts'
import { readDays, recountDays, type Recount } from './qualifying-queries.ts'
import { insertChanges, type KeptStanding, type NewChange, readStandings, writeStandings } from './standing-queries.ts'
import {
  baseStanding,
  carryOver,
  type ChangeCause,
  heldTierId,
  nextDueDay,
  type QualifyingDay,
  settle,
  type Settled,
  type Standing,
  type Step,
} from './standing-rules.ts'

export const dueKind = 'tiers.review'

/** What settles: a member did something, a version was published, two records became one or two again, a file said so. */
type SettleCause = Parameters<typeof settle>[4]

export type SettleWish = {
  memberId: string
  /** Days to be counted first; left out: nothing that counts has changed. */
  recount?: readonly Omit<Recount, 'memberId'>[]
  /** What is put in place of the standing before it is settled: a grant, a merge, an opening level. */
  change?: { cause: ChangeCause; to(standing: Standing, setting: Setting): Standing }
  cause?: SettleCause
  reason?: string
}

/** What holds the moment: one programme, one day, one zone for a batch. */
export type Setting = { programme: PublishedProgramme; today: Day; timeZone: string }

type Outcome = { memberId: string; kept: KeptStanding; steps: Step[]; reason: string | null; isNew: boolean }

/**
 * Brings members up to now: counts again what is named, does what fell due, upgrades at once (R29), writes what changed and
 * tells. Without a programme nothing is read but that there is none.
 *
 * Locks the members in key order, and their standings through them: of two sales of one member whose events come at once, the
 * second sees the level that the first gave. Records that are merged or erased are passed over.
 */
export async function settleMembers(work: Work, wishes: readonly SettleWish[]): Promise<Map<string, Step[]>> {
  if (wishes.length === 0) return new Map()
  const setting = await settingOf(work)
  return setting ? settleIn(work, setting, wishes) : new Map()
}

/** The programme, the day and its zone; null without a programme. */
export async function settingOf(work: Work): Promise<Setting | null> {
  const [programme, stores] = await Promise.all([readProgramme(work), storeFacts(work)])
  if (!programme) return null
  const timeZone = stores.values().next().value?.timeZone ?? 'Asia/Shanghai'
  return { programme, today: todayOf(work.at, stores), timeZone }
}

async function settleIn(work: Work, setting: Setting, asked: readonly SettleWish[]): Promise<Map<string, Step[]>> {
  const members = await lockMembers(
    work,
    asked.map(({ memberId }) => memberId),
  )
  const wishes = asked.filter(({ memberId }) => {
    const member = members.get(memberId)!
    return !isRefusal(member) || member.code === 'member_blocked'
  })
  if (wishes.length === 0) return new Map()
  const ids = wishes.map(({ memberId }) => memberId)
  await settleOverdue(work, setting, wishes)
  const recounts = wishes.flatMap(({ memberId, recount = [] }) => recount.map((each) => ({ memberId, ...each })))
  await recountDays(work, recounts)
  const { window } = setting.programme.terms
  const span = { from: addMonths(setting.today, -36), isWhole: window === 'lifetime' }
  const [kept, days] = await Promise.all([readStandings(work, ids), readDays(work, ids, span)])
  const oldVersions = [...kept.values()].map(({ version }) => version).filter((v) => v < setting.programme.version)
  const versions = await readVersions(work, [...new Set(oldVersions)])
  const outcomes = wishes.map((wish) => {
    const before = kept.get(wish.memberId)
    const carried = before
      ? carryOver(before.standing, versions.get(before.version) ?? null, setting.programme.terms, setting.today)
      : baseStanding(setting.today)
    const dropped = before && heldTierId(before.standing, versions.get(before.version) ?? setting.programme.terms)
    return settleOne(setting, wish, { before, carried, droppedTierId: dropped ?? null }, days.get(wish.memberId) ?? [])
  })
  await write(work, setting, outcomes, kept)
  return new Map(outcomes.map(({ memberId, steps }) => [memberId, steps]))
}

/** What fell due before today's news is decided without it: a refund that comes late does not reach back into a review. */
async function settleOverdue(work: Work, setting: Setting, wishes: readonly SettleWish[]): Promise<void> {
  const counting = wishes.filter(({ recount }) => recount).map(({ memberId }) => memberId)
  if (counting.length === 0) return
  const overdue = [...(await readStandings(work, counting)).values()].filter(({ standing }) => {
    const day = nextDueDay(standing)
    return day !== null && day <= setting.today
  })
  if (overdue.length > 0)
    await settleIn(
      work,
      setting,
      overdue.map(({ memberId }) => ({ memberId })),
    )
}

function settleOne(
  setting: Setting,
  { memberId, change, cause = 'earned', reason }: SettleWish,
  was: { before: KeptStanding | undefined; carried: Standing; droppedTierId: string | null },
  days: readonly QualifyingDay[],
): Outcome {
  const { programme, today } = setting
  const { before, carried } = was
  const steps: Step[] = []
  const carriedTierId = heldTierId(carried, programme.terms)
  if (before && carriedTierId !== was.droppedTierId) {
    const moved = { fromTierId: was.droppedTierId, toTierId: carriedTierId }
    steps.push({ kind: 'changed', cause: 'programme', day: today, ...moved, units: before.units })
  }
  // What fell due is done before the change: a grant given on the morning of a review does not skip it.
  const due = change ? settle(carried, days, programme, today, cause) : null
  const changed = change && due ? change.to(due.standing, setting) : null
  const settled = settle(changed ?? carried, days, programme, today, cause)
  steps.push(...(due?.steps ?? []))
  if (due && changed) steps.push(...stepBetween(due, changed, change!.cause, setting))
  steps.push(...settled.steps)
  const { standing, units } = settled
  const kept = { memberId, standing, version: programme.version, units, countedDay: today }
  return { memberId, kept, steps, reason: reason ?? null, isNew: before === undefined }
}

/** The step that a change is, where another level holds after it. */
function stepBetween(
  { standing, units }: Settled,
  after: Standing,
  cause: ChangeCause,
  { programme: { terms }, today: day }: Setting,
): Step[] {
  const [fromTierId, toTierId] = [heldTierId(standing, terms), heldTierId(after, terms)]
  return fromTierId === toTierId ? [] : [{ kind: 'changed', cause, day, fromTierId, toTierId, units }]
}

async function write(
  work: Work,
  { programme, timeZone }: Setting,
  outcomes: readonly Outcome[],
  before: ReadonlyMap<string, KeptStanding>,
): Promise<void> {
  const { terms, version } = programme
  const moved = outcomes.filter(({ memberId, kept, steps }) => {
    const was = before.get(memberId)
    // Who never did anything that counts needs no row.
    if (!was) return kept.units > 0 || steps.length > 0 || kept.standing.grant !== null
    return JSON.stringify({ ...was, countedDay: null }) !== JSON.stringify({ ...kept, countedDay: null })
  })
  const rows = moved.map(({ kept }) => {
    const day = nextDueDay(kept.standing)
    return { ...kept, dueAt: day === null ? null : startOfLocalDay(day, timeZone) }
  })
  const changes = outcomes.flatMap(({ memberId, steps, reason }) =>
    steps.flatMap((step): NewChange[] => (step.kind === 'changed' ? [{ ...step, memberId, version, reason }] : [])),
  )
  const soonest = rows.flatMap(({ dueAt }) => dueAt ?? []).sort((a, b) => a.getTime() - b.getTime())[0]
  await Promise.all([
    writeStandings(work, rows),
    placeMembers(
      work,
      outcomes.flatMap(({ memberId, kept, steps }) =>
        steps.some(({ kind }) => kind === 'changed') ? [{ memberId, tierId: heldTierId(kept.standing, terms) }] : [],
      ),
    ),
    insertChanges(work, changes),
    ...(soonest ? [noteDue(work, dueKind, soonest)] : []),
  ])
  tell(work, outcomes, programme)
  await giveUpgradeGifts(work, programme, risesOf(outcomes, programme))
}

/** Who stands higher than before, through what they did or were given: only that is answered with a gift. */
function risesOf(outcomes: readonly Outcome[], { terms }: PublishedProgramme) {
  return outcomes.flatMap(({ memberId, steps }) =>
    steps.flatMap((step) => {
      if (step.kind !== 'changed' || (step.cause !== 'earned' && step.cause !== 'grant')) return []
      const [from, to] = [rankOf(step.fromTierId, terms), rankOf(step.toTierId, terms)]
      return to > from ? [{ memberId, fromRank: from, toRank: to, day: step.day }] : []
    }),
  )
}

function tell(work: Work, outcomes: readonly Outcome[], { terms, version }: PublishedProgramme): void {
  for (const { memberId, steps } of outcomes) {
    const subject = { kind: 'member', id: memberId }
    for (const step of steps) {
      if (step.kind === 'grace_began') {
        const { tierId, untilDay, missingUnits } = step
        work.emit({
          type: 'tier.grace_began',
          subject,
          data: { tierId, untilDay, missingUnits, measure: terms.measure },
        })
        continue
      }
      const { fromTierId, toTierId, cause, day, units } = step
      const isUp = rankOf(toTierId, terms) > rankOf(fromTierId, terms)
      const data = { fromTierId, toTierId, isUp, cause, day, units, programmeVersion: version }
      work.emit({ type: 'tier.changed', subject, data })
    }
  }
}
