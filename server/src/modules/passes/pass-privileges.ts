import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { readPasses, readPrivilegedIds } from './pass-queries.ts'
import { type Pass, stateOf } from './pass-rules.ts'

/** What passes give beside their units: who is served first (higher first, 0 is nobody), and how many hours earlier things open. */
export type Privileges = { priority: number; earlyHours: number }

const none: Privileges = { priority: 0, earlyHours: 0 }

/** What a member's passes give at a moment, the most of each: those that rest or have not begun give nothing. */
export function privilegesOf(passes: readonly Pass[], memberId: string, at: Date): Privileges {
  return passes
    .filter(
      (pass) =>
        (pass.memberId === memberId || pass.familyIds.includes(memberId)) &&
        stateOf(pass, localDay(at, pass.zone)) === 'active',
    )
    .flatMap(({ terms }) => terms.benefits)
    .reduce((most, benefit) => {
      if (benefit.kind === 'priority') return { ...most, priority: Math.max(most.priority, benefit.level) }
      if (benefit.kind === 'early_access') return { ...most, earlyHours: Math.max(most.earlyHours, benefit.hours) }
      return most
    }, none)
}

/** What each of these members' passes give now. Two statements, the second only where somebody has such a pass; no locks. */
export async function passPrivileges(work: Work, memberIds: readonly string[]): Promise<Map<string, Privileges>> {
  if (memberIds.length === 0) return new Map()
  // A day back: the pass's own zone decides.
  const ids = await readPrivilegedIds(work, memberIds, localDay(new Date(work.at.getTime() - 86_400_000), 'UTC'))
  const passes = ids.length === 0 ? [] : await readPasses(work, ids)
  return new Map(memberIds.map((memberId) => [memberId, privilegesOf(passes, memberId, work.at)]))
}
