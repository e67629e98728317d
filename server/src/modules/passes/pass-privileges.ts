import type { Work } from '#platform/work.ts'
import { endOfLocalDay, localDay } from '#shared/business-day.ts'
import { readEarlyPassIds, readPasses, readPrivilegedIds } from './pass-queries.ts'
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

/** Who has early access by a pass, by how many hours, and until when at the latest; null: without an end. */
export type EarlyHolder = { memberId: string; hours: number; untilAt: Date | null }

/** Everybody to whom things open earlier by a pass now, holders and family: what a till keeps for when it has no line. Locks nothing. */
export async function earlyHolders(work: Work): Promise<EarlyHolder[]> {
  const ids = await readEarlyPassIds(work, localDay(new Date(work.at.getTime() - 86_400_000), 'UTC'))
  const passes = ids.length === 0 ? [] : await readPasses(work, ids)
  return passes.flatMap((pass) => {
    const untilAt = pass.endsDay === null ? null : endOfLocalDay(pass.endsDay, pass.zone)
    return [pass.memberId, ...pass.familyIds].flatMap((memberId) => {
      const hours = privilegesOf([pass], memberId, work.at).earlyHours
      return hours === 0 ? [] : [{ memberId, hours, untilAt }]
    })
  })
}
