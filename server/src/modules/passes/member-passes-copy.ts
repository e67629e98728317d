import type { Work } from '#platform/work.ts'
import type { Day } from '#shared/business-day.ts'
import { passesOf } from './show-passes.ts'
import { todayOf } from './today.ts'
import { readUsesByPass } from './use-queries.ts'

/** A pass as its holder's own copy of data has it. */
export type PassCopy = {
  passId: string
  name: string
  state: string
  soldDay: Day
  startsDay: Day | null
  endsDay: Day | null
  parts: { name: string; units: number | null; leftUnits: number | null }[]
  uses: { day: Day; part: string; units: number; isUndone: boolean }[]
}

/** A holder of so many visits gets the last of them. */
const mostUses = 10_000

/** All passes of a person, with every visit: those of records that were merged into it are its own by now. */
export async function readMemberPasses(work: Work, memberId: string): Promise<PassCopy[]> {
  const passes = await passesOf(work, memberId, { isAll: true, today: await todayOf(work) })
  const own = passes.filter((pass) => pass.memberId === memberId)
  const uses = await readUsesByPass(
    work,
    own.map(({ id }) => ({ passId: id, usedBy: null })),
    mostUses,
  )
  return own.map(({ id, name, state, soldDay, startsDay, endsDay, components }) => ({
    ...{ passId: id, name, state, soldDay, startsDay, endsDay },
    parts: components.map(({ name: part, units, leftUnits }) => ({ name: part, units, leftUnits })),
    uses: (uses.get(id) ?? []).map(({ day, componentId, units, undoneAt }) => ({
      ...{ day, units },
      part: components.find((component) => component.componentId === componentId)?.name ?? '',
      isUndone: undoneAt !== null,
    })),
  }))
}
