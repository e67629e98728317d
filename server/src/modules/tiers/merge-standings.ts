import type { Work } from '#platform/work.ts'
import { rankOf } from './programme-rules.ts'
import { deleteDays } from './qualifying-queries.ts'
import { deleteStandings, readStandings } from './standing-queries.ts'
import { settingOf, settleMembers } from './settle-members.ts'
import { baseStanding, mergeStandings, type Standing } from './standing-rules.ts'

type Between = { survivorId: string; absorbedId: string }

/** Where both stood before they became one, for the undo. Plain JSON. */
export type MergedStandings = { survivor: Standing | null; absorbed: Standing | null; merged: Standing }

/**
 * Two records became one: the better of their levels holds, and what both did is counted together from all their sales. Called
 * in the merge's own transaction, when the absorbed record already points at the survivor. Null without a programme.
 */
export async function absorbStanding(work: Work, { survivorId, absorbedId }: Between): Promise<MergedStandings | null> {
  const setting = await settingOf(work)
  if (!setting) return null
  const kept = await readStandings(work, [survivorId, absorbedId])
  const [survivor, absorbed] = [kept.get(survivorId)?.standing ?? null, kept.get(absorbedId)?.standing ?? null]
  const { terms } = setting.programme
  const base = baseStanding(setting.today)
  await Promise.all([deleteStandings(work, [absorbedId]), deleteDays(work, [absorbedId])])
  await settleMembers(work, [
    {
      ...{ memberId: survivorId, recount: [{ day: null, saleId: null }], cause: 'merge' },
      change: { cause: 'merge', to: (standing) => mergeStandings(standing, absorbed ?? base, terms) },
    },
  ])
  const merged = (await readStandings(work, [survivorId])).get(survivorId)?.standing ?? base
  return { survivor, absorbed, merged }
}

/**
 * A merge was taken apart: each record is counted by itself again. The survivor goes back to what it had, unless its level changed
 * since for another reason; what both have reached by themselves meanwhile holds.
 */
export async function releaseStanding(
  work: Work,
  { survivorId, absorbedId, before }: Between & { before: MergedStandings | null },
): Promise<void> {
  const setting = await settingOf(work)
  if (!setting) return
  const { terms } = setting.programme
  const base = baseStanding(setting.today)
  const known = (standing: Standing | null): Standing =>
    standing && (standing.earnedTierId === null || rankOf(standing.earnedTierId, terms) > 0) ? standing : base
  const recount = [{ day: null, saleId: null }]
  await deleteDays(work, [survivorId, absorbedId])
  await settleMembers(work, [
    {
      ...{ memberId: survivorId, recount, cause: 'merge_undo' },
      change: {
        cause: 'merge_undo',
        to: (standing) =>
          before && isSameLevel(standing, before.merged)
            ? { ...known(before.survivor), grant: standing.grant }
            : standing,
      },
    },
    {
      ...{ memberId: absorbedId, recount, cause: 'merge_undo' },
      change: { cause: 'merge_undo', to: () => known(before?.absorbed ?? null) },
    },
  ])
}

function isSameLevel(a: Standing, b: Standing): boolean {
  return a.earnedTierId === b.earnedTierId && a.reachedDay === b.reachedDay
}
