import { forgetMember } from '#modules/members/forget-member.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import {
  endErasure,
  type ErasureRow,
  insertErasure,
  lockDueErasures,
  lockOpenErasure,
  readDone,
  readNextErasureDue,
} from './erasure-queries.ts'
import { readLeftBehind } from './left-behind.ts'

/** Days in which the member can still change their mind. The law asks for a timely answer, not for haste (PIPL 47, 50). */
export const coolingOffDays = 7

const sweepKind = 'member_lifecycle.erase'
export const journalSweepKind = 'member_lifecycle.journal_erasures'

/**
 * Takes down a member's wish to be forgotten; it happens after the cooling-off. Until then everything works as before.
 *
 * Refuses while the member owns value or a pass here, unless they confirmed to give it up (`givesUpValue`), and a second wish beside the
 * first. Locks the member.
 */
export async function requestErasure(
  work: Work,
  { id, memberId, givesUpValue }: { id: string; memberId: string; givesUpValue: boolean },
): Promise<{ erasureId: string; dueAt: string }> {
  const member = (await lockMembers(work, [memberId])).get(memberId)!
  // A blocked member may ask too: the right does not depend on good standing.
  if (isRefusal(member) && member.code !== 'member_blocked') throw new Refused(member.code, member.details)
  if (await lockOpenErasure(work, memberId)) throw new Refused('erasure_requested')
  const { value, passes } = await readLeftBehind(work, memberId)
  const assets = [...value.map(({ asset }) => asset), ...(passes.length > 0 ? ['passes'] : [])]
  if (assets.length > 0 && !givesUpValue) throw new Refused('erasure_value_left', { assets })
  const dueAt = new Date(work.at.getTime() + coolingOffDays * 86_400_000)
  await insertErasure(work, { id, memberId, dueAt })
  await noteDue(work, sweepKind, dueAt)
  tell(work, memberId, 'member.erasure_requested', [null, dueAt.toISOString()])
  return { erasureId: id, dueAt: dueAt.toISOString() }
}

/** Takes the wish back, at any time before it is done. */
export async function withdrawErasure(work: Work, { memberId }: { memberId: string }): Promise<{ memberId: string }> {
  const erasure = await lockOpenErasure(work, memberId)
  if (!erasure) throw new Refused('erasure_not_found')
  await endErasure(work, erasure.id, 'withdrawn')
  tell(work, memberId, 'member.erasure_withdrawn', [erasure.dueAt.toISOString(), null])
  return { memberId }
}

/** Erases those whose cooling-off is over, at most `limit`. Returns how many there were. */
export async function eraseDueMembers(work: Work, limit = 20): Promise<number> {
  const due = await lockDueErasures(work, limit)
  for (const erasure of due) await erase(work, erasure)
  return due.length
}

async function erase(work: Work, { id, memberId }: Pick<ErasureRow, 'id' | 'memberId'>): Promise<void> {
  const ids = await forgetMember(work, memberId)
  await endErasure(work, id, 'done', ids)
  await noteDue(work, journalSweepKind, work.at)
  for (const each of ids) {
    work.emit({ type: 'member.erased', subject: { kind: 'member', id: each }, data: {} })
    work.audit({
      action: 'members.erase',
      subject: { kind: 'member', id: each },
      changes: { erased: [null, work.at.toISOString()] },
    })
  }
}

/** The sweep as the platform runs it. */
export const erasureSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    return (await eraseDueMembers(work)) > 0 ? work.at : readNextErasureDue(work)
  },
}

/** Every record erased since an instant: ids only. Whoever restores an older backup hands them to `replayErasures`. */
export function listErasures(work: Work, since: Date): Promise<{ memberId: string; doneAt: Date }[]> {
  return readDone(work, since)
}

/**
 * Erases again, after a restore, those whom the backup still knew: also a record that it knows as merged into another, for
 * each was named by itself. Members that it never knew are passed over. Locks the members. Returns how many were erased.
 */
export async function replayErasures(work: Work, memberIds: readonly string[]): Promise<number> {
  let erased = 0
  for (const memberId of memberIds) {
    const known = (await lockMembers(work, [memberId])).get(memberId)!
    if (isRefusal(known) && (known.code === 'member_not_found' || known.code === 'member_erased')) continue
    const open = await lockOpenErasure(work, memberId)
    const id = open?.id ?? newId(work.at.getTime())
    if (!open) await insertErasure(work, { id, memberId, dueAt: work.at })
    await erase(work, { id, memberId })
    erased++
  }
  return erased
}

function tell(work: Work, memberId: string, type: string, due: readonly [string | null, string | null]): void {
  const subject = { kind: 'member', id: memberId }
  work.emit({ type, subject, data: { dueAt: due[1] ?? due[0] } })
  work.audit({ action: 'members.erase', subject, changes: { erasureDueAt: due } })
}
