import { todayOf, zoneOf } from '#modules/passes/today.ts'
import type { Work } from '#platform/work.ts'
import { addDays, startOfLocalDay, localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { effectOf } from './effect-rules.ts'
import { readFlow } from './flow-queries.ts'
import {
  dropImprovement,
  type Improvement,
  insertImprovement,
  readImprovements,
  readReasonShares,
} from './improvement-queries.ts'

/** A quarter on either side says something; more would take in what else has changed since. */
const sideDays = 90

/** Keeps that the shop changed something because of a reason. Refuses a reason that no flow knows, and a day to come. */
export async function noteImprovement(
  work: Work,
  row: Omit<Improvement, 'authorId'>,
): Promise<{ improvementId: string }> {
  const { reasons } = await readFlow(work)
  if (!reasons.some(({ code }) => code === row.reasonCode)) throw new Refused('invalid_input', { field: 'reasonCode' })
  if (row.day > (await todayOf(work))) throw new Refused('invalid_input', { field: 'day' })
  await insertImprovement(work, row)
  work.audit({
    action: 'retention.improve',
    subject: { kind: 'improvement', id: row.id },
    changes: { reasonCode: [null, row.reasonCode], day: [null, row.day] },
  })
  return { improvementId: row.id }
}

/** Takes one off the list: it was noted by mistake. Nothing that was counted changes. */
export async function forgetImprovement(work: Work, id: string): Promise<{ improvementId: string }> {
  if (!(await dropImprovement(work, id))) throw new Refused('improvement_not_found')
  work.audit({
    action: 'retention.improve',
    subject: { kind: 'improvement', id },
    changes: { isDropped: [false, true] },
  })
  return { improvementId: id }
}

/**
 * What was changed, with the share of its reason among all who said why, in the ninety days before and after (as many as are over), and the
 * difference with its interval. Before and after are not a trial: what else changed is in it, too, and the page says so.
 */
export async function showImprovements(work: Work) {
  const [improvements, zone] = await Promise.all([readImprovements(work), zoneOf(work)])
  const today = localDay(work.at, zone)
  const sides = improvements.flatMap(({ reasonCode, day }) => {
    const until = addDays(day, sideDays) < today ? addDays(day, sideDays) : addDays(today, 1)
    const at = (of: string) => startOfLocalDay(of, zone)
    return [
      { reasonCode, from: at(addDays(day, -sideDays)), until: at(day) },
      { reasonCode, from: at(day), until: at(until > day ? until : addDays(day, 1)) },
    ]
  })
  const shares = await readReasonShares(work, sides)
  return improvements.map((improvement, index) => {
    const [before, after] = [shares[2 * index]!, shares[2 * index + 1]!]
    const { differenceBps, fromBps, untilBps } = effectOf(after, before)
    return {
      ...improvement,
      ...{ before: countOf(before), after: countOf(after), differenceBps, fromBps, untilBps },
    }
  })
}

const countOf = ({ stayed: named, of }: { stayed: number; of: number }) => ({ named, of })
